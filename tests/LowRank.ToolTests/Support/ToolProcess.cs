using System.Diagnostics;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace LowRank.ToolTests;

/// <summary>What a run of the tool returned and printed.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Errors)
{
    public JsonNode Json => JsonNode.Parse(Output)!;
}

/// <summary>Runs the tool: in this process, or as a program of its own.</summary>
internal static class ToolProcess
{
    private static string Program => typeof(LowRank.Tool.LowRankTool).Assembly.Location;

    /// <summary>In this process, through the same entry as the program's.</summary>
    public static ToolResult Run(params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter errors = new();
        int exitCode = new LowRank.Tool.LowRankTool(Plain(output), Plain(errors), isLive: false).RunAsync(arguments).GetAwaiter()
            .GetResult();
        return new ToolResult(exitCode, output.ToString(), errors.ToString());
    }

    public static JsonNode RunJson(params string[] arguments)
    {
        ToolResult result = Run([.. arguments, "--json", "--quiet"]);
        Assert.Equal("", result.Errors);
        Assert.Equal(0, result.ExitCode);
        return result.Json;
    }

    public static ToolResult RunProgram(params string[] arguments)
    {
        (int exitCode, string output, string errors) = ProgramResult.Of(Command(arguments));
        return new ToolResult(exitCode, output, errors);
    }

    /// <summary>Starts the program, with SIGINT as a terminal gives it: a shell's job in the background ignores it, and hands that
    /// on.</summary>
    public static Process Start(params string[] arguments) =>
        Process.Start(Command(arguments))!;

    private static ProcessStartInfo Command(string[] arguments) =>
        new("env", ["--default-signal=INT", "dotnet", "exec", Program, .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };

    private static IAnsiConsole Plain(TextWriter writer)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = 160;
        return console;
    }
}
