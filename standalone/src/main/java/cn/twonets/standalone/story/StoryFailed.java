package cn.twonets.standalone.story;

/** A step of the story did not go as it must; the message says what was expected and what came. */
final class StoryFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoryFailed(String message) {
        super(message);
    }
}
