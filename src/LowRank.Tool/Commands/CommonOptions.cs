using System.CommandLine;
using LowRank.IO;

namespace LowRank.Tool.Commands;

/// <summary>The options that every command has.</summary>
internal sealed class CommonOptions
{
    private const int MegabyteShift = 20;

    public Option<string?> Output { get; } = new("--output", "-o") { Description =
        "Where the result goes: .npz, or .npy or .csv (several arrays then become several files).", HelpName = "FILE" };

    public Option<string?> Report { get; } = new(
        "--report") { Description = "Writes a page with plots, which needs no other file.", HelpName = "FILE.html" };

    public Option<bool> Json { get; } = new("--json") { Description = "Prints the outcome as JSON." };

    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "Shows no progress." };

    public Option<ulong?> Seed { get; } = Options.Number("--seed", "The seed of all random numbers; fixed by default.", "N", 0UL);

    public Option<bool> Reproducible { get; } = new("--reproducible") { Description =
        "Gives the same bits in every run on this machine; one thread then works in the native library." };

    public Option<int?> Threads { get; } = Options.Number("--threads", "The most threads to use; by default all cores.", "N", 1);

    public Option<int?> Memory { get; } = Options.Number(
        "--memory", $"Files of more megabytes than this are not loaded but read block by block; by default "
            + $"{LoadOptions.DefaultLoadedBytes >> MegabyteShift}.", "MB", 0);

    public Option<ElementType?> Type { get; } = Options.Choice<ElementType>(
        "--type", "The type of numbers to compute with, by default the one that suits the file");

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { Output, Report, Json, Quiet, Seed, Reproducible, Threads, Memory, Type })
        {
            option.Recursive = true;
            command.Options.Add(option);
        }
    }

    public LoadOptions ForLoading(ParseResult arguments, IProgress<LowRankProgress> progress, CancellationToken cancellationToken) => new()
    {
        LoadedBytes = (long?)arguments.GetValue(Memory) << MegabyteShift ?? LoadOptions.DefaultLoadedBytes,
        Progress = progress,
        CancellationToken = cancellationToken,
    };
}
