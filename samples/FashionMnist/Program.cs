using System.CommandLine;
using FashionMnist;
using FashionMnist.Display;
using FashionMnist.Report;
using LowRank;
using LowRank.IO;
using LowRank.Reporting;
using Samples;
using Spectre.Console;

const int Failed = 1;

// What a shell expects after SIGINT, from the program itself or, where it does not end in time, from System.CommandLine.
const int Cancelled = 130;

// The table needs this much; a pipe or a file has no width of its own.
const int PlainWidth = 120;

Option<DirectoryInfo> data = new("--data")
{
    Description = "The folder with the four gzip'd IDX files of Fashion-MNIST.",
    Required = true,
};
Option<DirectoryInfo> output = new("--output")
{
    Description = "Where report.html, table.md and results.json go.",
    DefaultValueFactory = _ => new DirectoryInfo("artifacts/demo"),
};
RootCommand command = new("Four low-rank decompositions of Fashion-MNIST, each against the exact way.") { data, output };

// On a thread of its own: Ctrl-C cancels between native calls, and one that runs on is left after the timeout.
command.SetAction((arguments, cancellationToken) => Task.Run(
    () => Guarded(() => Run(arguments.GetRequiredValue(data).FullName, arguments.GetRequiredValue(output).FullName, cancellationToken)),
    CancellationToken.None));
InvocationConfiguration configuration = new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(2) };
int status = await command.Parse(args).InvokeAsync(configuration);
if (status == Cancelled)
{
    if (IsTerminal())
    {
        AnsiConsole.Cursor.Show(); // the progress display had hidden it
    }

    Console.Error.WriteLine("Cancelled.");
}

return status;

static bool IsTerminal() => !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities is { Interactive: true, Ansi: true };

static void Run(string dataFolder, string outputFolder, CancellationToken cancellationToken)
{
    IAnsiConsole console = AnsiConsole.Console;
    bool isLive = IsTerminal();
    if (!isLive)
    {
        console.Profile.Width = PlainWidth;
    }

    // What can go wrong at the end is tried before any work; so is the first use of the native library.
    Directory.CreateDirectory(outputFolder);
    _ = LowRankEnvironment.ThreadCount;
    Machine machine = Machine.Describe();
    foreach ((string name, string value) in machine.Facts)
    {
        console.WriteLine($"{name,-20}{value}");
    }

    console.WriteLine();
    DemoResult result = Demo.Run(
        dataFolder, machine, isLive ? new TerminalDisplay(console) : new PlainDisplay(Console.Out), cancellationToken);
    TerminalTable.Write(console, result);
    console.WriteLine();
    foreach (string path in Demo.Write(result, outputFolder))
    {
        Console.WriteLine($"Wrote {path}");
    }

    console.WriteLine($"The whole run took {Format.Seconds(result.TotalSeconds)}.");
}

static int Guarded(Action work)
{
    try
    {
        work();
        return 0;
    }
    catch (OperationCanceledException)
    {
        return Cancelled;
    }
    catch (Exception exception) when (
        exception is MatrixFileException or NativeLibraryNotFoundException or IOException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine(exception.Message);
        return Failed;
    }
}
