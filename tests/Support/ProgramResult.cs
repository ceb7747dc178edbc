using System.Diagnostics;

namespace LowRank.TestSupport;

/// <summary>What a program returned and printed.</summary>
public sealed record ProgramResult(int ExitCode, string Output, string Errors)
{
    /// <summary>Starts a program, hands it its input if there is any, and waits for its end.</summary>
    public static ProgramResult Of(ProcessStartInfo start, string? input = null)
    {
        start.RedirectStandardInput = input is not null;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using Process process = Process.Start(start)!;
        if (input is not null)
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }

        // Both at once: a program that fills one pipe waits until it is read.
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new ProgramResult(process.ExitCode, output.ReplaceLineEndings("\n"), errors.Result);
    }

    public override string ToString() => $"exit code {ExitCode}\n{Output}\n{Errors}";
}
