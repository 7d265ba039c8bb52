package cn.twonets.intake;

import cn.twonets.intake.privacy.tink.UnusableKeysException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in plain words, instead of a stack trace, that the service does not start without its keys. */
final class UnusableKeysReport extends AbstractFailureAnalyzer<UnusableKeysException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnusableKeysException cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                "Put the service's own key file back from its backup, or name it in twonets.intake.key-file. Only a new"
                        + " installation without any household may begin with new keys.",
                cause);
    }
}
