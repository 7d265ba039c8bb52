package cn.twonets.standalone.place;

/** A command cannot do what was asked; the message is one sentence for the person who asked, without a stack trace. */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Exit exit;

    public Refused(Exit exit, String sentence) {
        super(sentence);
        this.exit = exit;
    }

    public Exit exit() {
        return exit;
    }
}
