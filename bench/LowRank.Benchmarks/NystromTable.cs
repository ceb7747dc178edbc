using System.Globalization;
using LowRank;

namespace LowRank.Benchmarks;

/// <summary>The table of docs/nystrom.md: the trace that every method leaves of a kernel matrix, over the least that a matrix of that
/// rank can leave.</summary>
internal static class NystromTable
{
    private const int Count = 2000;
    private const int Repetitions = 10;

    private static readonly int[] _ranks = [25, 100, 400];

    /// <summary>Prints the table as Markdown.</summary>
    public static void Print(TextWriter output)
    {
        IKernelSource<double> kernel = TestMatrices.CubeKernel(Count);
        DenseMatrix<double> a = DenseMatrix.Create<double>(Count, Count);
        kernel.CopyColumns([.. Enumerable.Range(0, Count)], a);
        double[] eigenvalues =
            [.. TruncatedSvd.Compute(a, Count, new TruncatedSvdOptions { Method = TruncatedSvdMethod.Full }).SingularValues];
        double[] least = [.. _ranks.Select(rank => eigenvalues.Skip(rank).Reverse().Sum())];
        output.WriteLine($"| method | {string.Join(" | ", _ranks.Select(rank => $"rank {rank}"))} | entries read at {_ranks[^1]} |");
        output.WriteLine($"| :-- |{string.Concat(_ranks.Select(_ => " --: |"))} --: |");
        foreach (NystromApproximationMethod method in Enum.GetValues<NystromApproximationMethod>().Except(
            [NystromApproximationMethod.Auto]))
        {
            bool isOfProducts = method == NystromApproximationMethod.Gaussian;
            NystromApproximation<double>[][] results = [.. _ranks.Select(rank => Enumerable.Range(1, Repetitions).Select(seed =>
            {
                NystromApproximationOptions options = new()
                {
                    Method = method, Selection = ColumnSelectionMethod.Uniform, Seed = (ulong)seed,
                };
                return isOfProducts ? NystromApproximation.Compute(a, rank, options) : NystromApproximation.Compute(kernel, rank, options);
            }).ToArray())];
            IEnumerable<string> shares = results.Select((of, index) => Text(of.Average(result => result.TraceError) / least[index], "F2"));
            string read = isOfProducts ? "all" : Text(results[^1].Average(result => (double)result.EntriesRead) / Count / Count, "P0");
            output.WriteLine($"| `{method}` | {string.Join(" | ", shares)} | {read} |");
        }

        output.WriteLine($"| least trace, of {Count} | {string.Join(" | ", least.Select(trace => Text(trace, "G3")))} | |");
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
