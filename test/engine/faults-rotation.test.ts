import { disturbSteps } from "../kit/engine/disturb-steps";
import { rotation } from "../kit/engine/steps";

disturbSteps(rotation);
