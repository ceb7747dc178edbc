using System.CommandLine;
using LowRank.Tool.Output;

namespace LowRank.Tool.Commands;

/// <summary>A command of the tool: its arguments, and the work. All else (progress, output, report, errors) is the same for all.</summary>
internal abstract class ToolCommand(string name, string description)
{
    protected string Name { get; } = name;

    /// <summary>The command as System.CommandLine wants it, without the options that all commands have.</summary>
    public Command Build()
    {
        Command command = new(Name, description);
        Declare(command);
        return command;
    }

    /// <summary>Adds the command's own arguments and options.</summary>
    protected abstract void Declare(Command command);

    /// <summary>Does the work.</summary>
    /// <exception cref="ToolException">The arguments do not go together.</exception>
    public abstract Outcome Execute(CommandRun run);
}
