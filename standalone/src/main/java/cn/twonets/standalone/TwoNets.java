package cn.twonets.standalone;

import cn.twonets.standalone.audit.AuditCommand;
import cn.twonets.standalone.backup.BackupCommand;
import cn.twonets.standalone.backup.LostCommand;
import cn.twonets.standalone.backup.RestoreCommand;
import cn.twonets.standalone.certificates.CertificatesCommand;
import cn.twonets.standalone.clock.ClockCommand;
import cn.twonets.standalone.deadletters.DeadLettersCommand;
import cn.twonets.standalone.gridfiles.ImportGridCommand;
import cn.twonets.standalone.issuer.TokenCommand;
import cn.twonets.standalone.keys.KeysCommand;
import cn.twonets.standalone.place.Exit;
import cn.twonets.standalone.place.Refused;
import cn.twonets.standalone.reconcile.ReconcileCommand;
import cn.twonets.standalone.story.StoryCommand;
import cn.twonets.standalone.submit.SubmitCommand;
import cn.twonets.standalone.up.UpCommand;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The {@code twonets} command line. Data goes to standard output, messages to standard error. */
@Command(name = "twonets", synopsisHeading = "Examples:%n", customSynopsis = {
        "  twonets up                                        everything, with sample data",
        "  twonets story                                     one need's way, step by step",
        "  twonets token --as village-leader:411082110213    a token for a post",
        "  twonets submit needs.csv                          submit many needs",
        "  twonets import-grid units.csv posts.csv --preview what an import would change",
        "  twonets clock advance 3d                          move the virtual clock",
        "  twonets dead-letters list                         what could not be read, and what to do about it",
        "  twonets reconcile --heal                          compare everything, heal what differs",
        "  twonets audit verify                              whether the audit is what was written",
        "  twonets certificates                              certificates, for up --certificates DIR",
        "  twonets backup --to DIR --keys-to DIR             a backup, while people work; restore makes a product of it",
        "  twonets bench --needs 2000                        how fast it is on this machine"}, descriptionHeading = "%n", description = "Two Networks, One Key: links a county's people's-situation network with its aid resources.", commandListHeading = "%nCommands (each has --help, --data DIR and --port-base N):%n", exitCodeListHeading = "%nExit codes:%n", subcommands = {
                UpCommand.class,
                StoryCommand.class,
                TokenCommand.class,
                SubmitCommand.class,
                ImportGridCommand.class,
                ClockCommand.class,
                DeadLettersCommand.class,
                ReconcileCommand.class,
                AuditCommand.class,
                KeysCommand.class,
                CertificatesCommand.class,
                BackupCommand.class,
                RestoreCommand.class,
                LostCommand.class}, footerHeading = "%nTools, each built on its first use (each has --help):%n", footer = {
                        "  bench        measures whole lives of needs, beside what the bare machine can do",
                        "  bench-peer   measures the same life on a general workflow engine with a database",
                        "  crash-test   kills the product under load and judges what is left of every need",
                        "  simulate     plays the services together in virtual time, faults and all, by seed"}, mixinStandardHelpOptions = true, versionProvider = TwoNets.Version.class)
public final class TwoNets implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The command line, for tests as well. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new TwoNets());
        line.setUsageHelpAutoWidth(true);
        line.getCommandSpec().usageMessage().exitCodeList(exitCodes());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            PrintWriter err = command.getErr();
            if (failure instanceof Refused refused) {
                err.println(refused.getMessage());
                return refused.exit().code();
            }
            failure.printStackTrace(err);
            return Exit.FAILED.code();
        });
        line.setParameterExceptionHandler((failure, args) -> {
            PrintWriter err = failure.getCommandLine().getErr();
            err.println(failure.getMessage());
            err.println("Try: " + failure.getCommandLine().getCommandSpec().qualifiedName() + " --help");
            return Exit.USAGE.code();
        });
        examplesFirst(line);
        return line;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static void examplesFirst(CommandLine line) {
        for (CommandLine command : line.getSubcommands().values()) {
            command.getCommandSpec().mixinStandardHelpOptions(true);
            command.getCommandSpec().usageMessage().synopsisHeading("Examples:%n").descriptionHeading("%n")
                    .optionListHeading("%nOptions:%n");
            examplesFirst(command);
        }
    }

    private static Map<String, String> exitCodes() {
        Map<String, String> codes = new LinkedHashMap<>();
        for (Exit exit : Exit.values()) {
            codes.put(" " + exit.code(), exit.meaning());
        }
        return codes;
    }

    /** The version of the product, from the jar that runs. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = TwoNets.class.getPackage().getImplementationVersion();
            return new String[]{"twonets " + (version == null ? "(not packaged)" : version)};
        }
    }
}
