package org.analyzetext.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.analyzetext.job.BatchOutcome;
import org.analyzetext.job.Batches;
import org.analyzetext.job.SubmittedJob;
import org.analyzetext.job.Task;
import org.analyzetext.job.TaskKind;
import org.analyzetext.observe.RunCounters;
import org.analyzetext.service.ServiceAnswers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shapes in which answers were seen or are documented, rightly or not: each is read as what it means. */
class WireShapesTest {
    private static final Task SECOND = new Task("mood", TaskKind.SINGLE_LABEL, "Moods", "production", false);
    private static final String CLASSES = "'class':[{'category':'c','confidenceScore':0.75}]";
    private static final String DOCUMENT = "{'id':'1'," + CLASSES + ",'warnings':[]}";

    private final Settlement settlement =
            new Settlement(Map.of(), Refusals.untold(), 1, Duration.ZERO, new RunCounters(), Clock.systemUTC());

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            class as an array                  | 'class':[{'category':'c','confidenceScore':0.75}] | c 0.75
            class as an object                 | 'class':{'category':'c','confidenceScore':0.75}   | c 0.75
            classes as an array                | 'classes':[{'category':'c','confidenceScore':0.75}] | c 0.75
            classes as an object               | 'classes':{'category':'c','confidenceScore':0.75} | c 0.75
            class null beside classes          | 'class':null,'classes':[{'category':'c','confidenceScore':0.75}] | c 0.75
            several classes                    | 'class':[{'category':'c','confidenceScore':0.75},{'category':'d','confidenceScore':0.5}] | c 0.75, d 0.5
            no class above the threshold       | 'class':[]                                        | nothing
            a confidence as a string           | 'class':[{'category':'c','confidenceScore':'0.75'}] | c 0.75
            a confidence of one                | 'class':[{'category':'c','confidenceScore':1}]    | c 1
            a confidence with an exponent      | 'class':[{'category':'c','confidenceScore':7.5e-1}] | c 0.75
            extra fields in a class            | 'class':[{'category':'c','confidenceScore':0.75,'rank':1,'more':{}}] | c 0.75
            statistics                         | 'class':[{'category':'c','confidenceScore':0.75}],'statistics':{'charactersCount':6,'transactionsCount':1} | c 0.75
            extra fields in a document         | 'class':[{'category':'c','confidenceScore':0.75}],'detectedLanguage':{'name':'English'},'x':[1] | c 0.75
            warnings null                      | 'class':[{'category':'c','confidenceScore':0.75}],'warnings':null | c 0.75
            a class that is a word             | 'class':'c'                                       | NoAnswer
            a class without a category         | 'class':[{'confidenceScore':0.75}]                | NoAnswer
            a confidence that is none          | 'class':[{'category':'c','confidenceScore':7}]    | NoAnswer
            a confidence beyond all bounds     | 'class':[{'category':'c','confidenceScore':1e999999999}] | NoAnswer
            class null                         | 'class':null                                      | NoAnswer
            neither class nor classes          | 'text':'c'                                        | NoAnswer
            """)
    void theClassesOfADocument(String shape, String fields, String expected) {
        assertThat(said(one("{'id':'1'," + fields + "}", "[]"))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            the date of later versions         | 'lastUpdatedDateTime':'2026-03-01T12:00:30Z'             | 2026-03-01T12:00:30Z
            the date of earlier versions       | 'lastUpdateDateTime':'2026-03-01T12:00:30Z'              | 2026-03-01T12:00:30Z
            seven digits                       | 'lastUpdatedDateTime':'2026-03-01T12:00:30.1234567Z'     | 2026-03-01T12:00:30.123456700Z
            an offset                          | 'lastUpdatedDateTime':'2026-03-01T14:00:30+02:00'        | 2026-03-01T12:00:30Z
            the first null, the second not     | 'lastUpdatedDateTime':null,'lastUpdateDateTime':'2026-03-01T12:00:30Z' | 2026-03-01T12:00:30Z
            no date                            | 'createdDateTime':'2026-03-01T12:00:30Z'                 | null
            a date that is none                | 'lastUpdatedDateTime':'yesterday'                        | null
            a number                           | 'lastUpdatedDateTime':1772366430                         | null
            """)
    void theDateOfAJob(String shape, String date, String expected) {
        String state = "{'status':'succeeded'," + date + ",'tasks':{'items':[" + item(DOCUMENT, "[]") + "]}}";

        assertThat(ended(state, Batches.SINGLE).results()).singleElement().satisfies(result -> assertThat(
                        String.valueOf(result.job().completedAt()))
                .isEqualTo(expected));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            all that is optional               | {'jobId':'job-1','status':'succeeded','createdDateTime':'x','expirationDateTime':'x','displayName':'d','errors':[],'nextLink':null,'tasks':{'completed':1,'failed':0,'inProgress':0,'total':1,'items':[I]}}
            nothing that is optional           | {'status':'succeeded','tasks':{'items':[I]}}
            lists that are null                | {'status':'succeeded','errors':null,'nextLink':null,'tasks':{'items':[I]}}
            counts as strings                  | {'status':'succeeded','tasks':{'completed':'1','failed':'0','inProgress':'0','total':'1','items':[I]}}
            counts that are wrong              | {'status':'succeeded','tasks':{'completed':0,'failed':9,'inProgress':null,'total':-1,'items':[I]}}
            extra fields                       | {'status':'succeeded','x':{'y':[1,null]},'tasks':{'x':1,'items':[I]}}
            a status in capitals               | {'status':'Succeeded','tasks':{'items':[I]}}
            a status that only one client has  | {'status':'partiallySucceeded','tasks':{'items':[I]}}
            """)
    void theStateOfAJob(String shape, String state) {
        String json = state.replace("[I]", "[" + item(DOCUMENT, "[]") + "]");

        assertThat(ServiceAnswers.job(json).ended()).isTrue();
        assertThat(said(ended(json, Batches.SINGLE))).isEqualTo("c 0.75");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            as it was sent                     | {'kind':'CustomSingleLabelClassificationLROResults','taskName':'intent','status':'succeeded','lastUpdateDateTime':'x','results':R}
            without its name                   | {'kind':'CustomSingleLabelClassificationLROResults','results':R}
            without its kind                   | {'taskName':'intent','results':R}
            with neither                       | {'results':R}
            the name null                      | {'kind':'CustomSingleLabelClassificationLROResults','taskName':null,'results':R}
            the name empty                     | {'kind':'CustomSingleLabelClassificationLROResults','taskName':'','results':R}
            a kind of the how-to page          | {'kind':'customSingleClassificationTasks','results':R}
            extra fields                       | {'taskName':'intent','x':1,'results':R,'y':{}}
            """)
    void theItemOfATask(String shape, String item) {
        String results = "{'documents':[" + DOCUMENT
                + "],'errors':[],'statistics':{},'projectName':'p','deploymentName':'d','modelVersion':'x'}";

        assertThat(said(ended(
                        "{'status':'succeeded','tasks':{'items':[" + item.replace(":R", ":" + results) + "]}}",
                        Batches.SINGLE)))
                .isEqualTo("c 0.75");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            both named, in another order       | {'taskName':'mood','results':B},{'taskName':'intent','results':A} | c 0.75; b 0.5
            neither named, of one kind         | {'results':A},{'results':B}                                        | c 0.75; b 0.5
            """)
    void twoTasksOfOneKind(String shape, String items, String expected) {
        String first = "{'documents':[" + DOCUMENT + "]}";
        String second = "{'documents':[{'id':'1','class':[{'category':'b','confidenceScore':0.5}]}]}";
        String json = "{'status':'succeeded','tasks':{'items':["
                + items.replace(":A", ":" + first).replace(":B", ":" + second) + "]}}";

        assertThat(said(ended(json, Batches.SINGLE, SECOND))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            documents null                     | {'documents':null,'errors':[]}                   | NoAnswer
            errors null                        | {'documents':[D],'errors':null}                  | c 0.75
            errors left out                    | {'documents':[D]}                                | c 0.75
            an id that is a number             | {'documents':[{'id':1,C}],'errors':[]}           | c 0.75
            documents that were never sent     | {'documents':[D,{'id':'7',C},{'id':'',C},{C}]}   | c 0.75
            the same answer twice              | {'documents':[D,D]}                              | c 0.75
            null among the documents           | {'documents':[null,D]}                           | c 0.75
            results null                       | null                                             | NoAnswer
            results as a list                  | []                                               | NoAnswer
            """)
    void theResultsOfATask(String shape, String results, String expected) {
        String json = "{'status':'succeeded','tasks':{'items':[{'taskName':'intent','results':"
                + results.replace("D", DOCUMENT).replace("C}", CLASSES + "}") + "}]}}";

        assertThat(said(ended(json, Batches.SINGLE))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            innererror                         | 'error':{'code':'InvalidArgument','message':'m','innererror':{'code':'InvalidDocument','message':'i'}} | InvalidDocument
            innerError                         | 'error':{'code':'InvalidArgument','message':'m','innerError':{'code':'InvalidDocument','message':'i'}} | InvalidDocument
            one inside the other               | 'error':{'code':'A','innererror':{'code':'B','innerError':{'code':'InvalidDocument'}}} | InvalidDocument
            no inner one                       | 'error':{'code':'InvalidDocument','message':'m'}                      | InvalidDocument
            the inner one null                 | 'error':{'code':'InvalidDocument','message':'m','innererror':null}    | InvalidDocument
            no message                         | 'error':{'code':'InvalidDocument'}                                    | InvalidDocument
            a target and details               | 'error':{'code':'InvalidDocument','target':'t','details':[{'code':'X'}]} | InvalidDocument
            a code that is a number            | 'error':{'code':400,'message':'m'}                                    | 400
            no code                            | 'error':{'message':'m'}                                               | Unknown
            """)
    void theErrorOfADocument(String shape, String error, String expected) {
        assertThat(said(one("", "[{'id':'1'," + error + "}]"))).isEqualTo(expected);
    }

    private BatchOutcome one(String document, String errors) {
        return ended("{'status':'succeeded','tasks':{'items':[" + item(document, errors) + "]}}", Batches.SINGLE);
    }

    private static String item(String document, String errors) {
        return "{'kind':'CustomSingleLabelClassificationLROResults','taskName':'intent','results':{'documents':["
                + document + "],'errors':" + errors + "}}";
    }

    private BatchOutcome ended(String state, Task... tasks) {
        SubmittedJob job = Batches.submitted(1, tasks);
        return settlement.ended(job, ServiceAnswers.job(state));
    }

    /** The classes of the one document, task by task; or the code of its dead letter. */
    private static String said(BatchOutcome outcome) {
        if (!outcome.deadLetters().isEmpty()) {
            return outcome.deadLetters().get(0).code();
        }
        return outcome.results().get(0).classifications().stream()
                .map(task -> task.classes().isEmpty()
                        ? "nothing"
                        : task.classes().stream()
                                .map(label -> label.category() + " "
                                        + label.confidenceScore().toPlainString())
                                .collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; "));
    }
}
