import { disturbSteps } from "../kit/engine/disturb-steps";
import { shortcuts } from "../kit/engine/steps";

disturbSteps(shortcuts);
