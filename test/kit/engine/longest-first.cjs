// Until Jest knows how long each file takes, it starts with the largest. Here the files that take longest are the smallest.
const { default: Sequencer } = require("@jest/test-sequencer");

const LONG = /\/test\/engine\/(faults|by-hand|guard|secrecy|lifecycle)/;

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const isLong = ({ path }) => LONG.test(path);
    return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
  }
};
