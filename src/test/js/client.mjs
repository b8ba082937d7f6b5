// One use of the official JavaScript client: what to do is JSON on the standard input, what came of it JSON on the
// standard output. JavaScriptClientIT runs it.
import { text } from "node:stream/consumers";
import languageText from "@azure/ai-language-text";

const { TextAnalysisClient, AzureKeyCredential } = languageText;
const order = JSON.parse(await text(process.stdin));
const client = new TextAnalysisClient(order.endpoint, new AzureKeyCredential(order.key), {
  allowInsecureConnection: true,
});
const options = { updateIntervalInMs: 50, includeStatistics: order.statistics };

const begin = () => client.beginAnalyzeBatch(order.actions, order.documents, options);

/** The results page by page: of each page the actions, of each action its documents. */
async function finish(poller) {
  const polledStates = [];
  poller.onProgress((state) => polledStates.push(state.status));
  const paged = await poller.pollUntilDone({ abortSignal: AbortSignal.timeout(order.patience ?? 60_000) });
  const pages = [];
  for await (const page of paged.byPage({ maxPageSize: order.pageSize })) {
    pages.push(page);
  }
  return { state: poller.getOperationState(), polledStates, pages };
}

const steps = {
  classify: async () => finish(await begin()),
  begin: async () => ({ serialized: (await begin()).toString() }),
  resume: async () => finish(await client.restoreAnalyzeBatchPoller(order.serialized, options)),
  cancel: async () => {
    const poller = await begin();
    await poller.sendCancellationRequest();
    return finish(poller);
  },
};

const start = performance.now();
let outcome;
try {
  outcome = await steps[order.step]();
} catch (error) {
  outcome = {
    thrown: { name: error.name, code: error.code, statusCode: error.statusCode, message: error.message },
  };
}
outcome.milliseconds = Math.round(performance.now() - start);
console.log(JSON.stringify(outcome));
