import { textLike } from "./forms";

/** The entry of the AWS provider that names the Region, under its full name. */
export const REGION = "aws:region";

/** The AWS Region of the whole stack. */
export const region = textLike(/^[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}$/, "an AWS Region, such as eu-central-1").meta({
  description: "AWS Region of the stack. Without it the environment's: AWS_REGION, or that of the profile",
  examples: ["eu-central-1"],
});
