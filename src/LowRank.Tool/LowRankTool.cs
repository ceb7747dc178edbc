using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using LowRank.Tool.Commands;
using LowRank.Tool.Display;
using LowRank.IO;
using LowRank.Tool.Output;
using LowRank.Tool.Report;
using Spectre.Console;

namespace LowRank.Tool;

/// <summary>The program: parses, runs a command, and turns its outcome into text, JSON and files.</summary>
/// <param name="output">Standard output.</param>
/// <param name="errors">Standard error.</param>
/// <param name="isLive">Whether standard error is a terminal that shows bars.</param>
internal sealed class LowRankTool(IAnsiConsole output, IAnsiConsole errors, bool isLive)
{
    private static readonly JsonSerializerOptions _json =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly CommonOptions _common = new();

    public async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken = default)
    {
        ParseResult parsed = Root().Parse(arguments);
        if (parsed.Action is ParseErrorAction)
        {
            foreach (string message in parsed.Errors.Select(error => error.Message))
            {
                Complain(message);
            }

            Complain("lowrank --help lists the commands and their options.");
            return ExitCode.BadInput;
        }

        // A native call cannot be interrupted: one that runs on is left after the timeout.
        InvocationConfiguration configuration = new()
        {
            Output = output.Profile.Out.Writer,
            Error = errors.Profile.Out.Writer,
            ProcessTerminationTimeout = TimeSpan.FromSeconds(2),
        };
        int status = await parsed.InvokeAsync(configuration, cancellationToken);
        if (status == ExitCode.Cancelled)
        {
            if (isLive)
            {
                errors.Cursor.Show(); // the progress display had hidden it
            }

            Complain("Cancelled.");
        }

        return status;
    }

    /// <summary>No RootCommand: that one calls itself as the assembly is called, and an assembly of the command's name would clash with
    /// the library's.</summary>
    private Command Root()
    {
        Command root = new("lowrank", "Low-rank linear algebra over Intel MKL.") { new HelpOption(), new VersionOption() };
        _common.AddTo(root);
        foreach (ToolCommand command in AllCommands.Create())
        {
            Command built = command.Build();
            built.SetAction((parsed, cancellationToken) =>
                Task.Run(() => Guarded(() => Run(command, parsed, cancellationToken)), CancellationToken.None));
            root.Subcommands.Add(built);
        }

        return root;
    }

    private void Run(ToolCommand command, ParseResult parsed, CancellationToken cancellationToken)
    {
        string? outputPath = parsed.GetValue(_common.Output);
        string? reportPath = parsed.GetValue(_common.Report);
        CheckPlaces(outputPath, reportPath);
        if (parsed.GetValue(_common.Reproducible))
        {
            LowRankEnvironment.Reproducible = true;
        }

        ProgressDisplay display = new(errors, isLive, parsed.GetValue(_common.Quiet));
        string title = $"lowrank {parsed.CommandResult.Command.Name}";
        (Outcome outcome, string[] written) = display.Run(title, progress =>
        {
            Outcome result = command.Execute(new CommandRun(parsed, _common, progress, cancellationToken));
            return (result, Write(result, outputPath, reportPath, progress, cancellationToken));
        });
        if (written.Length > 0)
        {
            outcome.Facts.Add(new Fact(
                "written", "written", string.Join(", ", written), new JsonArray([.. written.Select(path => JsonValue.Create(path))])));
        }

        if (parsed.GetValue(_common.Json))
        {
            output.Profile.Out.Writer.WriteLine(outcome.ToJson().ToJsonString(_json));
        }
        else
        {
            OutcomeDisplay.Write(output, outcome);
        }
    }

    /// <summary>What would go wrong at the end is tried before any work.</summary>
    private static void CheckPlaces(string? outputPath, string? reportPath)
    {
        if (outputPath is not null && !ResultFiles.IsSupported(outputPath))
        {
            throw new ToolException($"--output {outputPath}: the name must end in .npz, .npy or .csv.");
        }

        foreach (string? path in new[] { outputPath, reportPath })
        {
            if (path is not null && !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
            {
                throw new ToolException($"{path}: there is no such folder.");
            }
        }
    }

    private static string[] Write(
        Outcome outcome, string? outputPath, string? reportPath, ProgressState progress, CancellationToken cancellationToken)
    {
        List<string> written = [];
        if (outputPath is not null)
        {
            if (outcome.Arrays.Count == 0)
            {
                throw new ToolException($"--output {outputPath}: lowrank {outcome.Command} has no arrays to write.");
            }

            progress.Report(new LowRankProgress("writing", 1));
            written.AddRange(ResultFiles.Write(outputPath, outcome.Arrays, cancellationToken));
        }

        if (reportPath is not null)
        {
            using OutputSet files = new();
            using (StreamWriter writer = new(files.Create(reportPath)))
            {
                writer.Write(HtmlReport.Compose(outcome));
            }

            files.Commit();
            written.Add(reportPath);
        }

        return [.. written];
    }

    private int Guarded(Action work)
    {
        try
        {
            work();
            return ExitCode.Success;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Cancelled;
        }
        catch (Exception exception) when (exception is MatrixFileException or ToolException)
        {
            Complain(exception.Message);
            return ExitCode.BadInput;
        }
        catch (ArgumentException exception)
        {
            // The library's refusals, such as of a rank that is too large. The first line says it all but for the name of a parameter.
            string line = exception.Message.Split('\n')[0].Trim();
            Complain(line.LastIndexOf(" (Parameter '", StringComparison.Ordinal) is > 0 and int end ? line[..end] : line);
            return ExitCode.BadInput;
        }
        catch (Exception exception) when (
            exception is NativeLibraryNotFoundException or NonConvergenceException or IOException or UnauthorizedAccessException)
        {
            Complain(exception.Message);
            return ExitCode.Failed;
        }
        catch (OutOfMemoryException)
        {
            Complain("There is not enough memory for this. A smaller --rank, or --memory, may help.");
            return ExitCode.Failed;
        }
    }

    private void Complain(string message) => errors.Profile.Out.Writer.WriteLine(message);
}
