package cn.twonets.transport.spring;

import cn.twonets.transport.UnsafeSettingException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells in one sentence, without a stack, why an application would not start. */
final class UnsafeSettingAnalyzer extends AbstractFailureAnalyzer<UnsafeSettingException> {
    @Override
    protected FailureAnalysis analyze(Throwable failure, UnsafeSettingException cause) {
        return new FailureAnalysis(cause.getMessage(), "docs/hardening.md tells which settings encrypt what.", cause);
    }
}
