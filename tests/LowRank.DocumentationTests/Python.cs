using System.Diagnostics;

namespace LowRank.DocumentationTests;

/// <summary>The system's Python; its tests are skipped, with a reason, where it lacks the libraries.</summary>
internal static class Python
{
    private const string Program = "/usr/bin/python3";
    private const string EndOfBlock = "-- end of block --";

    /// <summary>Runs the blocks one after the other in one interpreter.</summary>
    /// <returns>What each of them printed.</returns>
    public static IReadOnlyList<string> Run(IReadOnlyList<CodeBlock> blocks)
    {
        Assert.SkipUnless(File.Exists(Program), $"There is no {Program}.");
        Assert.SkipUnless(
            Start("import numpy, scipy, sklearn").ExitCode == 0,
            $"{Program} lacks a library: apt-get install python3-numpy python3-scipy python3-sklearn");
        (int exitCode, string output, string errors) = Start(
            string.Concat(blocks.Select(block => $"{block.Text}\nprint('{EndOfBlock}')\n")));
        Assert.True(exitCode == 0, $"Python ended with {exitCode}:\n{errors}");
        return output.Split(EndOfBlock + "\n")[..^1];
    }

    private static ProgramResult Start(string script) => ProgramResult.Of(new ProcessStartInfo(Program, ["-"]), script);
}
