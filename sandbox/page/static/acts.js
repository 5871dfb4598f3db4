/** What the person does, and what is said when it is refused. */

import { request } from "./live.js";
import { toast } from "./toast.js";

/** Do something; a refusal is shown. The answer comes back either way. */
export async function act(name, given) {
  const answer = await request(name, given);
  if (!answer.ok) toast({ code: answer.error, text: answer.reason || "That did not work." });
  return answer;
}
