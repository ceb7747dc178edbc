namespace LowRank.Tool.Commands;

/// <summary>The commands of the tool. A new one is a file beside this one, and a line here.</summary>
internal static class AllCommands
{
    public static IReadOnlyList<ToolCommand> Create() =>
    [
        new InfoCommand(),
        new SvdCommand(),
        new IdCommand(),
        new CurCommand(),
        new PcaCommand(),
        new PinvCommand(),
        new ProductCommand(),
        new BenchCommand(),
        new EnvironmentCommand(),
    ];
}
