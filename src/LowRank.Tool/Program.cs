using LowRank.Tool;
using Spectre.Console;

// The tables need this much; a pipe or a file has no width of its own.
const int PlainWidth = 160;

AnsiSupport support = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect;
IAnsiConsole output = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = support, Out = new AnsiConsoleOutput(Console.Out) });
if (Console.IsOutputRedirected)
{
    output.Profile.Width = PlainWidth;
    output.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
}

IAnsiConsole errors = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
bool isLive = !Console.IsErrorRedirected && errors.Profile.Capabilities is { Interactive: true, Ansi: true };
return await new LowRankTool(output, errors, isLive).RunAsync(args);
