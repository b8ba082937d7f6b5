package org.analyzetext.stage;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.analyzetext.config.Pipeline;
import org.analyzetext.error.FailureMessages;
import org.analyzetext.observe.HealthCondition;
import org.analyzetext.observe.PipelineGauge;
import org.analyzetext.observe.RunCounters;
import org.analyzetext.schedule.CallBudget;
import org.analyzetext.schedule.CallPermit;
import org.analyzetext.schedule.CallScheduler;
import org.analyzetext.schedule.CallSettings;
import org.analyzetext.schedule.CallWait;
import org.analyzetext.schedule.PollSchedule;
import org.analyzetext.schedule.ResourceHealth;
import org.analyzetext.schedule.ServiceCalls;
import org.analyzetext.service.Resource;
import org.analyzetext.service.ServiceClock;
import org.analyzetext.service.ServiceHttpClient;
import org.analyzetext.service.TaskProperties;
import org.analyzetext.spending.Spending;
import org.analyzetext.spending.SpendingHealth;
import org.analyzetext.spending.SpendingLimits;
import org.analyzetext.spending.SpendingStore;
import org.apache.camel.spi.Registry;

/**
 * The stages of one pipeline, and what its edges need of them.
 *
 * @param pipeline which pipeline it is
 * @param settings their settings
 * @param counters what this process did since it started
 * @param scheduler when calls may be made
 * @param polls when jobs are polled
 * @param storage whether everything can be stored
 * @param spending whether anything may be spent
 * @param clock the time that all share who work on the jobs
 */
public record Stages(
        Pipeline pipeline,
        StageSettings settings,
        RunCounters counters,
        CallScheduler scheduler,
        PollSchedule polls,
        StorageGate storage,
        Spending spending,
        Clock clock) {
    /**
     * Binds what the routes of the stages call.
     *
     * @param spent where it is counted what is spent
     */
    public static Stages bind(
            Pipeline pipeline,
            Registry registry,
            StageSettings settings,
            SpendingLimits limits,
            SpendingStore spent,
            Clock clock) {
        RunCounters counters = new RunCounters();
        CallScheduler scheduler = scheduler(registry, settings);
        PollSchedule polls = new PollSchedule(
                settings.polls().first(),
                settings.polls().longest(),
                scheduler::pollsForEachJob,
                () -> ThreadLocalRandom.current().nextDouble());
        StorageGate storage = new StorageGate(settings.jobs().pause());
        Spending spending = new Spending(limits, spent, counters, clock);
        Stages stages = new Stages(pipeline, settings, counters, scheduler, polls, storage, spending, clock);
        pipeline.bind(registry, "analyzeTextSpending", spending);
        pipeline.bind(registry, "analyzeTextStorage", storage);
        pipeline.bind(registry, "analyzeTextFailureMessages", new FailureMessages());
        pipeline.bind(registry, "analyzeTextJobLog", new JobLog(clock));
        stages.bindCalls(registry);
        return stages;
    }

    /** All pipelines of a host share a budget: that of its registry, or else one that is bound there. */
    private static CallScheduler scheduler(Registry registry, StageSettings settings) {
        CallBudget budget = registry.findSingleByType(CallBudget.class);
        if (budget == null) {
            budget = CallBudget.start();
            registry.bind("analyzeTextBudget", budget);
        }
        return CallScheduler.of(
                settings.service().resources(),
                settings.calls().backOff(),
                settings.calls().backfill(),
                settings.service().http().longestCall().multipliedBy(2),
                budget);
    }

    /** Binds a bean that the routes of an edge call, under its name in this pipeline. */
    public void bean(Registry registry, String name, Object bean) {
        pipeline.bind(registry, name, bean);
    }

    private void bindCalls(Registry registry) {
        CallSettings calls = settings.calls();
        ServiceClock serviceClock = new ServiceClock(Clock.systemUTC());
        Map<String, Resource> resources =
                settings.service().resources().stream().collect(Collectors.toMap(Resource::name, Function.identity()));
        TaskProperties tasks = new TaskProperties(settings.tasks().named());
        Settlement settlement = new Settlement(
                resources,
                new TaskRefusals(scheduler, tasks),
                settings.jobs().maxAttempts(),
                settings.jobs().pause(),
                counters,
                clock);
        pipeline.bind(
                registry,
                "analyzeTextHttpClient",
                new ServiceHttpClient(
                        resources.values(),
                        settings.service().http(),
                        settings.service().network()));
        pipeline.bind(
                registry,
                "analyzeTextCallPermit",
                new CallPermit(scheduler, calls.backfill(), calls.giveBack(), calls.cancelTime(), clock));
        pipeline.bind(
                registry,
                "analyzeTextServiceCalls",
                new ServiceCalls(resources, tasks, scheduler, counters, serviceClock, clock));
        pipeline.bind(
                registry,
                "analyzeTextCallWait",
                new CallWait(scheduler, calls.backOff(), calls.giveBack(), counters, clock));
        pipeline.bind(
                registry,
                "analyzeTextSubmission",
                new Submission(settings.tasks().all(), polls, settlement, counters, clock));
        pipeline.bind(
                registry,
                "analyzeTextPolling",
                new Polling(
                        polls,
                        resources.keySet(),
                        settings.jobs().deadline(),
                        settlement,
                        counters,
                        clock,
                        serviceClock));
    }

    /** What has to be well for documents to flow through the stages. */
    public List<HealthCondition> conditions() {
        List<HealthCondition> conditions = new ArrayList<>(List.of(storage));
        conditions.addAll(resources());
        conditions.add(new SpendingHealth(spending, settings.spending()));
        return conditions;
    }

    /** Their values for the metrics. */
    public List<PipelineGauge> gauges() {
        List<PipelineGauge> gauges = new ArrayList<>();
        resources().forEach(resource -> gauges.addAll(resource.levels()));
        gauges.addAll(new SpendingHealth(spending, settings.spending()).levels());
        return gauges;
    }

    private List<ResourceHealth> resources() {
        return settings.service().resources().stream()
                .map(resource -> new ResourceHealth(scheduler, resource.name()))
                .toList();
    }
}
