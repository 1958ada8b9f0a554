// Until Jest knows how long each file takes, it starts with the largest. On the engine the files that take longest are the smallest.
// Of the others those of src come first: with --bail they name what is broken, where a test of a whole plan says that it differs.
const { default: Sequencer } = require("@jest/test-sequencer");

const FIRST = /\/test\/(engine\/(faults|by-hand|guard|secrecy|lifecycle)|src\/(?!rotation-invariants)|stack-files\/)/;

module.exports = class Order extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const isFirst = ({ path }) => FIRST.test(path);
    return [...sorted.filter(isFirst), ...sorted.filter((test) => !isFirst(test))];
  }
};
