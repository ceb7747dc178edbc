using FashionMnist.Display;
using LowRank;

namespace FashionMnist.Experiments;

/// <summary>Runs everything once on a small part, so that no timing holds the start of the native library or of the JIT compiler.</summary>
internal static class WarmUp
{
    private const int Rows = 1000;
    private const int Columns = 100;
    private const int Rank = 10;

    public static void Run(DenseMatrix<double> x, Phase phase, CancellationToken cancellationToken)
    {
        DenseMatrix<double> part = x.AsBlock(0, 0, Math.Min(Rows, x.RowCount), Math.Min(Columns, x.ColumnCount));
        int rank = Math.Min(Rank, Math.Min(part.RowCount, part.ColumnCount));
        foreach (TruncatedSvdMethod method in new[] { TruncatedSvdMethod.Full, TruncatedSvdMethod.SubspaceIteration })
        {
            TruncatedSvd.Compute(part, rank, new TruncatedSvdOptions { Method = method, Progress = phase }, cancellationToken);
        }

        foreach (var method in new[] { ColumnSelectionMethod.ColumnPivotedQr, ColumnSelectionMethod.RangeFinderPivotedQr })
        {
            InterpolativeDecomposition.Compute(
                part, rank, new InterpolativeDecompositionOptions { Selection = method, Progress = phase }, cancellationToken);
        }

        foreach (ColumnRowScheme scheme in Enum.GetValues<ColumnRowScheme>())
        {
            ColumnRow.Multiply(part.Transpose(), part, rank, new ColumnRowOptions { Scheme = scheme, Progress = phase }, cancellationToken);
        }

        PseudoInverse.Compute(part, new PseudoInverseOptions { Progress = phase }, cancellationToken);
    }
}
