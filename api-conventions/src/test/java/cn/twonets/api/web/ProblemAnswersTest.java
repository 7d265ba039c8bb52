package cn.twonets.api.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import java.io.EOFException;
import java.io.IOException;
import org.apache.catalina.connector.ClientAbortException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.converter.HttpMessageNotWritableException;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.multipart.MultipartException;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(OutputCaptureExtension.class)
class ProblemAnswersTest {
    private final ProblemAnswers answers = new ProblemAnswers(new ProblemWriter(JsonMapper.shared()));
    private final MockHttpServletRequest request = new MockHttpServletRequest("POST", "/internal/facts");
    private final MockHttpServletResponse response = new MockHttpServletResponse();

    @Test
    void saysNothingToCallerWhoHasGone(CapturedOutput output) throws IOException {
        response.setCommitted(true);
        IOException hungUp = new ClientAbortException(new IOException("Broken pipe"));

        answers.answer(new HttpMessageNotWritableException("", JacksonIOException.construct(hungUp)), request,
                response);

        assertThat(response.getContentAsByteArray()).isEmpty();
        assertThat(output).doesNotContain("Unexpected");
    }

    @Test
    void breaksOffAnAnswerThatCannotBeFinished(CapturedOutput output) {
        response.setCommitted(true);

        assertThatThrownBy(
                () -> answers.answer(new HttpMessageNotWritableException("", new IOException("disk")), request,
                        response))
                .isInstanceOf(IOException.class);
        assertThat(output).contains("Unexpected").doesNotContain("disk");
    }

    /** The container refuses what it cannot read to its end itself, and takes no other answer from then on. */
    @Test
    void leavesARequestThatBreaksOffToTheContainer(CapturedOutput output) throws IOException {
        request.setAttribute(RequestDispatcher.ERROR_EXCEPTION, new EOFException());
        response.setStatus(400);
        response.setCommitted(true);

        answers.answer(new MultipartException("no more parts"), request, response);

        assertThat(response.getContentAsByteArray()).isEmpty();
        assertThat(output).doesNotContain("Unexpected");
    }

    @Test
    void answersForTheContainerWhenItAsks() throws IOException {
        request.setDispatcherType(DispatcherType.ERROR);
        request.setAttribute(RequestDispatcher.ERROR_EXCEPTION, new EOFException());
        response.setStatus(400);

        answers.answer(new MultipartException("no more parts"), request, response);

        assertThat(response.getContentAsString()).contains("/problems/invalid-body");
    }
}
