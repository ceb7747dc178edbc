using System.CommandLine;
using System.Diagnostics;
using LowRank.IO;
using LowRank.Tool.Output;

namespace LowRank.Tool.Commands;

/// <summary>What travels with one run of a command.</summary>
internal sealed class CommandRun(
    ParseResult arguments, CommonOptions common, IProgress<LowRankProgress> progress, CancellationToken cancellationToken)
{
    public ParseResult Arguments { get; } = arguments;

    public IProgress<LowRankProgress> Progress { get; } = progress;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    public LoadOptions LoadOptions { get; } = common.ForLoading(arguments, progress, cancellationToken);

    public int? Threads => Arguments.GetValue(common.Threads);

    public ulong Seed => Arguments.GetValue(common.Seed) ?? RandomizedOptions.DefaultSeed;

    public bool WantsOutput => Arguments.GetValue(common.Output) is not null;

    public bool WantsReport => Arguments.GetValue(common.Report) is not null;

    public MatrixFile Open(string name) => MatrixFiles.Open(name, LoadOptions);

    /// <summary>The type to compute with: the one asked for, or the one that holds what all files hold.</summary>
    public ElementType TypeFor(params ReadOnlySpan<MatrixFile> files)
    {
        ElementType type = ElementType.Float32;
        foreach (MatrixFile file in files)
        {
            type = ElementTypes.Common(type, file.ElementType);
        }

        return Arguments.GetValue(common.Type) ?? type;
    }

    /// <summary>What a file is, as facts; a prefix keeps several files apart.</summary>
    public static void Describe(Outcome outcome, MatrixFile file, ElementType type, string prefix = "")
    {
        string label = prefix.Length == 0 ? "" : $"{prefix}: ";
        string Key(string key) => prefix.Length == 0 ? key : prefix + char.ToUpperInvariant(key[0]) + key[1..];
        outcome.Facts.Add(Fact.Of(Key("file"), $"{label}file", file.Path));
        outcome.Facts.Add(Fact.Of(Key("format"), $"{label}format", file.Format));
        outcome.Facts.Add(new Fact(
            Key("shape"), $"{label}shape", $"{file.RowCount} × {file.ColumnCount}",
                new System.Text.Json.Nodes.JsonArray(file.RowCount, file.ColumnCount)));
        if (file.EntryCount != (long)file.RowCount * file.ColumnCount)
        {
            outcome.Facts.Add(Fact.Of(Key("entries"), $"{label}entries stored", file.EntryCount));
        }

        outcome.Facts.Add(Fact.Of(Key("storedType"), $"{label}stored as", file.StoredType));
        outcome.Facts.Add(Fact.Of(Key("type"), $"{label}computed in", type.Name()));
    }

    /// <summary>Runs the main work and says how long it took.</summary>
    public static TResult Time<TResult>(Outcome outcome, Func<TResult> work)
    {
        long start = Stopwatch.GetTimestamp();
        TResult result = work();
        outcome.Facts.Add(Fact.Of("seconds", "time", Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 3), " s"));
        return result;
    }
}
