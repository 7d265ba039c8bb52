package cn.twonets.benchmarks.peer;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.flowable.common.engine.api.delegate.event.AbstractFlowableEventListener;
import org.flowable.common.engine.api.delegate.event.FlowableEngineEntityEvent;
import org.flowable.common.engine.api.delegate.event.FlowableEngineEventType;
import org.flowable.common.engine.api.delegate.event.FlowableEvent;
import org.flowable.common.engine.impl.AbstractEngineConfiguration;
import org.flowable.common.engine.impl.cfg.TransactionState;
import org.flowable.common.engine.impl.history.HistoryLevel;
import org.flowable.engine.ProcessEngine;
import org.flowable.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.flowable.engine.runtime.ProcessInstance;
import org.flowable.task.api.Task;

/**
 * The engine, embedded and set up as its guide advises for load: a fast connection pool, bulk inserts, counted
 * relationships, large blocks of ids, jobs handed to the executor of this process at commit, engines that are not needed
 * left out. History is full: every step, task, variable and change of a variable.
 */
final class PeerEngine implements AutoCloseable {
    /** Threads of the job executor. */
    static final int JOB_THREADS = 8;
    private static final int ID_BLOCK = 10_000;
    private static final int JOB_QUEUE = 10_000;
    private static final Duration LOOK_FOR_TIMERS = Duration.ofSeconds(1);

    private final ProcessEngine engine;
    private final LongAdder failedJobs = new LongAdder();

    /** Hears of lives after the transaction in which something happened to them; must not block. */
    interface Watcher {
        /** A life waits for a person. */
        void waiting(Task task);

        /** A life has come to an end, whichever. */
        void ended(String life);
    }

    /** Builds it, makes its tables and deploys the process. */
    PeerEngine(PeerDatabase database, ResourcePools pools, Clock clock, Watcher watcher) {
        StandaloneProcessEngineConfiguration settings = new StandaloneProcessEngineConfiguration();
        settings.setDataSource(database.connections());
        // Where to create them is the connection's affair: an engine that is told a schema sets it anew in every transaction.
        settings.setDatabaseSchemaUpdate(AbstractEngineConfiguration.DB_SCHEMA_UPDATE_CREATE);
        settings.setHistoryLevel(HistoryLevel.FULL);
        settings.setIdBlockSize(ID_BLOCK);
        settings.setBulkInsertEnabled(true);
        settings.setEnableExecutionRelationshipCounts(true);
        settings.setEnableTaskRelationshipCounts(true);
        settings.setEnableLocalization(false);
        settings.setEnableEntityLinks(false);
        settings.setDisableIdmEngine(true);
        settings.setDisableEventRegistry(true);
        settings.setEnableDatabaseEventLogging(false);
        settings.setAsyncExecutorActivate(true);
        settings.setAsyncExecutorCorePoolSize(JOB_THREADS);
        settings.setAsyncExecutorMaxPoolSize(JOB_THREADS);
        settings.setAsyncExecutorThreadPoolQueueSize(JOB_QUEUE);
        settings.getAsyncExecutorConfiguration().setDefaultTimerJobAcquireWaitTime(LOOK_FOR_TIMERS);
        settings.setBeans(new LifeSteps(pools, clock).byName());
        settings.setTypedEventListeners(Map.of(FlowableEngineEventType.TASK_CREATED.name(),
                List.of(onCommit(entity -> watcher.waiting((Task) entity))),
                FlowableEngineEventType.PROCESS_COMPLETED.name(),
                List.of(onCommit(entity -> watcher.ended(((ProcessInstance) entity).getId()))),
                FlowableEngineEventType.JOB_EXECUTION_FAILURE.name(), List.of(countFailures())));
        engine = settings.buildProcessEngine();
        engine.getRepositoryService().createDeployment().addClasspathResource(NeedLife.DEFINITION).deploy();
    }

    /** Accepts a need; it is stored when this returns. The id makes it happen once: a second start of it is refused. */
    void start(String id, Map<String, Object> variables) {
        engine.getRuntimeService().createProcessInstanceBuilder().processDefinitionKey(NeedLife.PROCESS)
                .predefineProcessInstanceId(id).businessKey(id).variables(variables).start();
    }

    /** A person does what a life waits for. */
    void complete(String task, Map<String, Object> variables) {
        engine.getTaskService().complete(task, variables);
    }

    /** How many times a job failed; each is tried again. */
    long failedJobs() {
        return failedJobs.sum();
    }

    /** Which engine it is. */
    static String name() {
        return "Flowable " + ProcessEngine.VERSION;
    }

    @Override
    public void close() {
        engine.close();
    }

    private static AbstractFlowableEventListener onCommit(Consumer<Object> heard) {
        AbstractFlowableEventListener listener = new AbstractFlowableEventListener() {
            @Override
            public void onEvent(FlowableEvent event) {
                heard.accept(((FlowableEngineEntityEvent) event).getEntity());
            }

            @Override
            public boolean isFailOnException() {
                return true;
            }

            @Override
            public boolean isFireOnTransactionLifecycleEvent() {
                return true;
            }
        };
        listener.setOnTransaction(TransactionState.COMMITTED.name());
        return listener;
    }

    private AbstractFlowableEventListener countFailures() {
        return new AbstractFlowableEventListener() {
            @Override
            public void onEvent(FlowableEvent event) {
                failedJobs.increment();
            }

            @Override
            public boolean isFailOnException() {
                return true;
            }
        };
    }
}
