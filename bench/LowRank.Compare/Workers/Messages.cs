using System.Text.Json;
using System.Text.Json.Serialization;

namespace LowRank.Compare.Workers;

/// <summary>What a worker can be asked for.</summary>
internal static class Command
{
    /// <summary>Who are you? → <see cref="WorkerReply.Description"/>.</summary>
    public const string Describe = "describe";

    /// <summary>Use the library once, on something small, so that its code is in memory.</summary>
    public const string WarmUp = "warmUp";

    /// <summary>Read the inputs, and drop those before.</summary>
    public const string Prepare = "prepare";

    /// <summary>Do the work once → <see cref="WorkerReply.Seconds"/>.</summary>
    public const string Run = "run";

    /// <summary>Write the answer of the last run into a folder → <see cref="WorkerReply.Answer"/>.</summary>
    public const string Answer = "answer";
}

/// <summary>One line to a worker.</summary>
internal sealed record WorkerRequest(string Command)
{
    /// <summary>The paths of the inputs, of <see cref="Workers.Command.Prepare"/>.</summary>
    public IReadOnlyList<string>? Inputs { get; init; }

    /// <summary>What to compute, of <see cref="Workers.Command.Run"/>.</summary>
    public string? Function { get; init; }

    public JsonElement? Arguments { get; init; }

    /// <summary>Whether a run is to be watched for its peak of memory.</summary>
    public bool MeasureMemory { get; init; }

    /// <summary>Where the files of an answer go.</summary>
    public string? Folder { get; init; }
}

/// <summary>One line from a worker. What does not apply is null.</summary>
internal sealed record WorkerReply
{
    /// <summary>What went wrong; null: nothing.</summary>
    public string? Error { get; init; }

    public WorkerDescription? Description { get; init; }

    public double? Seconds { get; init; }

    /// <summary>How far the resident memory rose above what it was before the run, at its peak.</summary>
    public long? PeakExtraBytes { get; init; }

    public WorkDone? Work { get; init; }

    public AnswerFiles? Answer { get; init; }
}

/// <summary>What a worker computes with.</summary>
/// <param name="Versions">The version of each library in the process, by its name.</param>
/// <param name="Blas">The BLAS and its version, as it describes itself.</param>
/// <param name="Threads">How many threads the BLAS may use.</param>
internal sealed record WorkerDescription(IReadOnlyDictionary<string, string> Versions, string Blas, int Threads);

/// <summary>What a run says of its own work.</summary>
internal sealed record WorkDone
{
    public int? Rank { get; init; }

    /// <summary>The method that <c>Auto</c> chose.</summary>
    public string? Method { get; init; }

    /// <summary>Why it was chosen, in the library's own words.</summary>
    public string? Reason { get; init; }

    /// <summary>How many times A was gone through.</summary>
    public int? Passes { get; init; }

    /// <summary>The columns of all products with A together: 2mn times this is their flops.</summary>
    public long? ProductColumns { get; init; }

    /// <summary>How many of these were multiplied in single precision, of a matrix of doubles.</summary>
    public long SinglePrecisionColumns { get; init; }
}

/// <summary>An answer as files, by the part of the answer that each holds.</summary>
/// <param name="Kind">What the parts mean; see <see cref="AnswerKind"/>.</param>
/// <param name="Files">The paths.</param>
internal sealed record AnswerFiles(string Kind, IReadOnlyDictionary<string, string> Files);

/// <summary>The kinds of answers, and the names of their parts.</summary>
internal static class AnswerKind
{
    /// <summary>A ≈ <c>left</c> · <c>right</c>; with <c>singularValues</c> where the left factor holds them.</summary>
    public const string Factors = "factors";

    /// <summary>A ≈ A(:, <c>indices</c>) · <c>coefficients</c>.</summary>
    public const string Columns = "columns";

    /// <summary><c>inverse</c> is A⁺.</summary>
    public const string Inverse = "inverse";

    /// <summary>A(:, <c>pivots</c>) = <c>q</c> · <c>r</c>.</summary>
    public const string PivotedQr = "pivotedQr";

    /// <summary><c>product</c> ≈ A B, of the two inputs.</summary>
    public const string Product = "product";
}

/// <summary>
/// The lines themselves. Each reply begins with a mark at the start of a line: native libraries write to standard output too, and what
/// lacks the mark is theirs.
/// </summary>
internal static class Wire
{
    public const string Mark = "@@ ";

    private static readonly JsonSerializerOptions _options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static string Write<T>(T message) => JsonSerializer.Serialize(message, _options);

    public static T Read<T>(string line) =>
        JsonSerializer.Deserialize<T>(line, _options) ?? throw new JsonException($"An empty message: {line}");

    /// <summary>The message of a marked line; null for a line that is not ours.</summary>
    public static WorkerReply? ReadReply(string line) =>
        line.StartsWith(Mark, StringComparison.Ordinal) ? Read<WorkerReply>(line[Mark.Length..]) : null;

    /// <summary>Arguments by the names that they have in the code: those of a library's own options.</summary>
    public static JsonElement Arguments(object arguments) => JsonSerializer.SerializeToElement(arguments);
}
