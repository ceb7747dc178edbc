using System.Text.Json;
using LowRank.Compare.Workers;

namespace LowRank.Compare.Cases;

/// <summary>A family of workers.</summary>
internal enum WorkerFamily
{
    LowRank,
    MathNet,

    /// <summary>One on OpenBLAS and one on MKL: a candidate of Python runs on both.</summary>
    Python,
}

/// <summary>One way to solve a case.</summary>
/// <param name="Family">The workers that know it.</param>
/// <param name="Library">The library, by the name that its worker uses too.</param>
/// <param name="Label">The call, as tables show it.</param>
/// <param name="Function">The job's name in the worker.</param>
/// <param name="Arguments">The job's arguments.</param>
internal sealed record Candidate(WorkerFamily Family, string Library, string Label, string Function, JsonElement Arguments)
{
    /// <summary>What this one must fulfil, where that is not what the case asks for.</summary>
    public Acceptance? Accept { get; init; }

    public static Candidate Ours(string label, string function, object? arguments = null) =>
        new(WorkerFamily.LowRank, "LowRank", label, function, Wire.Arguments(arguments ?? new { }));

    public static Candidate MathNet(string label, string function) =>
        new(WorkerFamily.MathNet, "MathNet.Numerics", label, function, Wire.Arguments(new { }));

    public static Candidate NumPy(string label, string function, object? arguments = null) => Python("NumPy", label, function, arguments);

    public static Candidate SciPy(string label, string function, object? arguments = null) => Python("SciPy", label, function, arguments);

    public static Candidate Sklearn(string label, string function, object? arguments = null) =>
        Python("scikit-learn", label, function, arguments);

    private static Candidate Python(string library, string label, string function, object? arguments) =>
        new(WorkerFamily.Python, library, label, function, Wire.Arguments(arguments ?? new { }));
}
