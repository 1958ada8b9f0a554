import { disturbSteps } from "../kit/engine/disturb-steps";
import { wholeKeys } from "../kit/engine/steps";

disturbSteps(wholeKeys);
