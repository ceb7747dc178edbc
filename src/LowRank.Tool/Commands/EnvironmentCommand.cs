using System.CommandLine;
using LowRank.Tool.Output;

namespace LowRank.Tool.Commands;

/// <summary><c>lowrank environment</c>: which native library is loaded, from where, with how many threads.</summary>
internal sealed class EnvironmentCommand()
    : ToolCommand("environment", "Say which native library is loaded, from where, and with how many threads.")
{
    protected override void Declare(Command command)
    {
    }

    public override Outcome Execute(CommandRun run)
    {
        // Throws where there is no library; the description would only say so.
        _ = LowRankEnvironment.ThreadCount;
        Outcome outcome = new(Name);
        foreach (string line in LowRankEnvironment.Describe().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // A name, at least two blanks, and what it is.
            int gap = line.IndexOf("  ", StringComparison.Ordinal);
            string name = gap < 0 ? "note" : line[..gap];
            outcome.Facts.Add(Fact.Of(name, name, gap < 0 ? line.Trim() : line[gap..].Trim()));
        }

        return outcome;
    }
}
