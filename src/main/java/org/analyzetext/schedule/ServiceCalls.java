package org.analyzetext.schedule;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.analyzetext.document.Excerpt;
import org.analyzetext.document.TextRedactor;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.observe.RunCounters;
import org.analyzetext.service.AnswerJson;
import org.analyzetext.service.Credentials;
import org.analyzetext.service.Resource;
import org.analyzetext.service.RetryAfter;
import org.analyzetext.service.ServiceAnswer;
import org.analyzetext.service.ServiceCall;
import org.analyzetext.service.ServiceClock;
import org.analyzetext.service.ServiceError;
import org.analyzetext.service.ServiceNotReadyException;
import org.analyzetext.service.ServiceNotReadyException.Reason;
import org.analyzetext.service.TaskProperties;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.apache.camel.Message;
import org.apache.camel.component.http.HttpMethods;
import org.jspecify.annotations.Nullable;

/** Turns a {@link ServiceCall} into an HTTP request and its response into a {@link ServiceAnswer}. Thread-safe. */
public final class ServiceCalls {
    static final String CALL = "analyzeTextCall";
    /** Which key or token a call was made with, by its number. */
    static final String KEY = "analyzeTextKey";

    private static final int LONGEST_REQUEST_ID = 100;

    private final Map<String, Resource> resources;
    private final TaskProperties taskProperties;
    private final CallScheduler budget;
    private final RunCounters counters;
    private final ServiceClock serviceClock;
    private final Clock clock;

    public ServiceCalls(
            Map<String, Resource> resources,
            TaskProperties taskProperties,
            CallScheduler budget,
            RunCounters counters,
            ServiceClock serviceClock,
            Clock clock) {
        this.resources = Map.copyOf(resources);
        this.taskProperties = taskProperties;
        this.budget = budget;
        this.counters = counters;
        this.serviceClock = serviceClock;
        this.clock = clock;
    }

    /** Makes the message the HTTP request for the call in its body; nothing else of the message goes out. */
    public void request(Exchange exchange, @Body ServiceCall call) {
        Resource resource = resource(call);
        exchange.setProperty(CALL, call);
        Credentials credentials = resource.credentials();
        exchange.setProperty(KEY, credentials.generation());
        // Before anything is sent: a submit that has no token was surely not taken.
        credentials.prepare();
        exchange.setProperty(KEY, credentials.generation());
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_METHOD, HttpMethods.valueOf(call.kind().method()));
        message.setHeader(Exchange.HTTP_URI, address(resource, call).toString());
        message.setHeader(Exchange.HTTP_QUERY, query(resource, call));
        message.setHeader("Accept", "application/json");
        if (call.body() != null) {
            message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        }
        message.setBody(call.body());
    }

    /**
     * Makes the HTTP response in the message a {@link ServiceAnswer}, or throws when the service is not ready. The
     * response's headers end here.
     */
    public void answer(
            Exchange exchange,
            @ExchangeProperty(CALL) ServiceCall call,
            @Header(Exchange.HTTP_RESPONSE_CODE) int status) {
        Message message = exchange.getMessage();
        counters.call(call.resource(), call.kind(), status);
        serviceClock.heard(only(message.getHeader("Date")));
        Duration retryAfter = RetryAfter.parse(only(message.getHeader("Retry-After")), clock.instant());
        // Who quotes our request in an error may quote the key or the token.
        Credentials credentials = resource(call).credentials();
        byte[] body = credentials.outOf(
                Optional.ofNullable(message.getBody(byte[].class)).orElse(new byte[0]));
        ServiceAnswer answer = new ServiceAnswer(
                status,
                only(message.getHeader("operation-location")),
                requestId(message, credentials),
                body,
                call.resource(),
                CallWait.ambiguousSoFar(exchange));
        message.removeHeaders("*");
        message.setBody(answer);
        Reason reason = reason(call, answer);
        if (reason != null) {
            throw new ServiceNotReadyException(reason, explain(call, reason, answer), retryAfter);
        }
        submitted(call, answer, retryAfter);
        budget.answered(call, retryAfter);
        exchange.removeProperty(CallWait.SINCE);
        exchange.removeProperty(CallWait.AMBIGUOUS);
    }

    /** A refusal that blames tasks holds these; one that says nothing of whose fault it is may. */
    private void submitted(ServiceCall call, ServiceAnswer answer, @Nullable Duration retryAfter) {
        if (call.kind() != ServiceCall.Kind.SUBMIT) {
            return;
        }
        ServiceError error = answer.error();
        boolean unnamed = answer.guilty(call.documents()).isEmpty();
        if (isOfTasks(answer.status(), error) && unnamed) {
            List<String> blamed = error.blamed(call.tasks());
            throw ServiceNotReadyException.tasksRefused(blamed, refusal(call, answer, blamed), retryAfter);
        }
        boolean unclear = answer.status() == 400 && unnamed && !error.blamesDocuments();
        String refusal = unclear && budget.doubted(call) ? refusal(call, answer, call.tasks()) : null;
        if (refusal != null && call.documents() == 1) {
            throw ServiceNotReadyException.tasksRefused(call.tasks(), refusal, retryAfter);
        }
        budget.submitted(call, answer.accepted(), refusal);
    }

    private static boolean isOfTasks(int status, ServiceError error) {
        // A gateway that knows no such address says no more than the status.
        boolean known = !error.code().equals("Http404") && !error.code().equals("404");
        return status == 404 ? known : status == 400 && error.blamesTasks();
    }

    private String refusal(ServiceCall call, ServiceAnswer answer, List<String> tasks) {
        return what(call, answer) + " (" + quoted(call, answer.error()) + "): it refuses " + TaskProperties.names(tasks)
                + ", not a document: " + taskProperties.advice(tasks);
    }

    private String what(ServiceCall call, ServiceAnswer answer) {
        return resource(call) + " answered " + call.kind().method() + " with " + answer;
    }

    private static String quoted(ServiceCall call, ServiceError error) {
        return TextRedactor.without(error.bestCode() + ": " + error.message(), texts(call));
    }

    /** A header that stands there twice with different values says nothing. */
    private static @Nullable String only(@Nullable Object header) {
        if (header instanceof Collection<?> values) {
            return Set.copyOf(values).size() == 1 ? values.iterator().next().toString() : null;
        }
        return header == null ? null : header.toString();
    }

    /** For logs and dead letters, so no more than an id. */
    private static @Nullable String requestId(Message message, Credentials credentials) {
        String id = only(message.getHeader("apim-request-id"));
        return id == null || id.isBlank() ? null : Excerpt.of(credentials.outOf(id), LONGEST_REQUEST_ID);
    }

    /** The texts that a call sends; none where it sends none. */
    private static List<String> texts(ServiceCall call) {
        return AnswerJson.read(call.body() == null ? new byte[0] : call.body())
                .map(request -> request.at("/analysisInput/documents").findValuesAsText("text"))
                .orElse(List.of());
    }

    private Resource resource(ServiceCall call) {
        Resource resource = resources.get(call.resource());
        if (resource == null) {
            throw new AnalyzeTextException("batch " + call.batch() + " belongs to resource '" + call.resource()
                    + "', which the configuration does not have; it has " + resources.keySet());
        }
        return resource;
    }

    private static URI address(Resource resource, ServiceCall call) {
        String job = call.jobId() == null ? "" : "/" + call.jobId();
        String action = call.kind() == ServiceCall.Kind.CANCEL ? ":cancel" : "";
        return resource.endpoint().resolve(resource.jobsPath() + job + action);
    }

    private static String query(Resource resource, ServiceCall call) {
        String options = call.query().entrySet().stream()
                .map(option -> "&" + option.getKey() + "=" + option.getValue())
                .collect(Collectors.joining());
        return "api-version=" + resource.apiVersion() + options;
    }

    /** Why the service is not ready; null for an answer that the route continues with. */
    private static @Nullable Reason reason(ServiceCall call, ServiceAnswer answer) {
        int status = answer.status();
        if (status == 429) {
            return Reason.THROTTLED;
        }
        if (status == 403 && answer.error().message().toLowerCase(Locale.ROOT).contains("quota")) {
            return Reason.QUOTA_USED_UP;
        }
        if (status == 401 || status == 403) {
            return Reason.KEY_REFUSED;
        }
        if (status == 408 || status >= 500) {
            return Reason.AWAY;
        }
        boolean expected =
                switch (call.kind()) {
                    case SUBMIT ->
                        answer.accepted() || status == 413 || status == 400 || isOfTasks(status, answer.error());
                    // A job that can't be cancelled any more is over, or still runs: the next poll shows it.
                    case CANCEL -> true;
                    case POLL -> status == 200 || status == 404 || status == 410;
                };
        return expected ? null : Reason.REFUSED;
    }

    private String explain(ServiceCall call, Reason reason, ServiceAnswer answer) {
        Resource resource = resource(call);
        String what = what(call, answer);
        if (reason == Reason.QUOTA_USED_UP) {
            return what + " (" + quoted(call, answer.error()) + "): its quota is used up";
        }
        if (reason != Reason.REFUSED && reason != Reason.KEY_REFUSED) {
            return what;
        }
        ServiceError error = answer.error();
        String hint =
                switch (answer.status()) {
                    case 401 -> resource.credentials().advice(resource, false);
                    case 403 -> resource.credentials().advice(resource, true);
                    case 404 ->
                        "check " + resource.property("endpoint") + ", and the task's project-name and deployment-name";
                    default -> "check " + resource.property("endpoint") + " and " + resource.property("api-version");
                };
        return what + " (" + quoted(call, error) + "): " + hint
                + ". No document is at fault and none is given up; calls continue once this is fixed";
    }
}
