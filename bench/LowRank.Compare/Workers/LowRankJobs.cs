using System.Numerics;
using System.Text.Json;

namespace LowRank.Compare.Workers;

/// <summary>The work in this library, in the precision of the inputs.</summary>
internal sealed class LowRankJobs : IJobs
{
    private IPreparedJobs _prepared = new LowRankJobs<double>([]);

    public WorkerDescription Describe()
    {
        string[] facts = LowRankEnvironment.Describe().Split('\n');
        string Fact(string name) =>
            facts.FirstOrDefault(line => line.StartsWith(name + "  ", StringComparison.Ordinal))?[name.Length..].Trim() ?? "unknown";
        string version = typeof(DenseMatrix).Assembly.GetName().Version!.ToString(3);
        return new WorkerDescription(
            new Dictionary<string, string> { ["LowRank"] = version, [".NET"] = Environment.Version.ToString() }, Fact("Version"),
                LowRankEnvironment.ThreadCount);
    }

    public void WarmUp()
    {
        WarmUp<double>();
        WarmUp<float>();
    }

    public void Prepare(IReadOnlyList<string> paths) =>
        _prepared = paths.Count > 0 && paths.All(NpyFile.IsSingle) ? Read<float>(paths) : Read<double>(paths);

    public Func<IResult> Find(string function, JsonElement arguments) => _prepared.Find(function, arguments);

    private static LowRankJobs<T> Read<T>(IReadOnlyList<string> paths)
        where T : unmanaged, INumberBase<T> => new([.. paths.Select(NpyFile.Read<T>)]);

    private static void WarmUp<T>()
        where T : unmanaged, INumberBase<T>
    {
        DenseMatrix<T> a = LowRankJobs<T>.Filled(300, 200);
        foreach (TruncatedSvdMethod method in new[] { TruncatedSvdMethod.Full, TruncatedSvdMethod.SubspaceIteration })
        {
            TruncatedSvd.Compute(a, 10, new TruncatedSvdOptions { Method = method });
        }
    }
}

/// <summary>Jobs whose inputs have been read.</summary>
internal interface IPreparedJobs
{
    Func<IResult> Find(string function, JsonElement arguments);
}
