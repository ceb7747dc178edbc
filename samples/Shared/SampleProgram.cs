using System.CommandLine;
using LowRank;
using LowRank.IO;

namespace Samples;

/// <summary>The frame of a small program: its options, and what it says and returns where it cannot go on.</summary>
public static class SampleProgram
{
    private const int Failed = 1;

    // What a shell expects after SIGINT.
    private const int Cancelled = 130;

    /// <summary>Parses the arguments and runs the program.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="description">What the program does, in a sentence.</param>
    /// <param name="needsImages">Whether it works on Fashion-MNIST, whose folder is then its option <c>--data</c>.</param>
    /// <param name="work">The program.</param>
    /// <param name="more">Options of this program alone.</param>
    /// <returns>0; 1 if something failed, which is said in a line on standard error; 130 after Ctrl-C.</returns>
    public static Task<int> RunAsync(string[] arguments, string description, bool needsImages, Action<SampleRun> work, params Option[] more)
    {
        Option<DirectoryInfo> data = new(
            "--data") { Description = "The folder with the four gzip'd IDX files of Fashion-MNIST.", Required = needsImages };
        Option<DirectoryInfo> output = new(
            "--output") { Description = "Where the page goes.", DefaultValueFactory = _ => new DirectoryInfo("artifacts/samples") };
        RootCommand command = new(description) { output };
        if (needsImages)
        {
            command.Options.Add(data);
        }

        foreach (Option option in more)
        {
            command.Options.Add(option);
        }

        // On a thread of its own, so that Ctrl-C reaches it between native calls.
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () => Guarded(() =>
            {
                DirectoryInfo folder = parsed.GetRequiredValue(output);
                folder.Create();
                work(new SampleRun(parsed, needsImages ? parsed.GetRequiredValue(data).FullName : "", folder.FullName, cancellationToken));
            }),
            CancellationToken.None));
        return command.Parse(arguments).InvokeAsync();
    }

    private static int Guarded(Action work)
    {
        try
        {
            work();
            return 0;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Cancelled.");
            return Cancelled;
        }
        catch (Exception exception) when (
            exception is MatrixFileException or NativeLibraryNotFoundException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(exception.Message);
            return Failed;
        }
    }
}
