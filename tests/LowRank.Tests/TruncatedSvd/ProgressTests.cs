namespace LowRank.Tests;

/// <summary>Progress and cancellation along the routes that truncations and tolerances choose; <see cref="EntryPointTests{T}"/> has all
/// entry points, each with every choice of its options.</summary>
public sealed class ProgressTests
{
    private static readonly DenseMatrix<double> A = Oracle.ToMatrix<double>(Oracle.Gaussian<double>(60, 40, 1));
    private static readonly DenseMatrix<double> B = Oracle.ToMatrix<double>(Oracle.Gaussian<double>(40, 50, 2));

    private static readonly Dictionary<string, Action<Recorder, CancellationToken>> Calls = new()
    {
        ["TruncatedSvd, full"] = (p, t) => TruncatedSvd.Compute(A, 5, new() { Progress = p, Method = TruncatedSvdMethod.Full }, t),
        ["TruncatedSvd, by rank"] = (p, t) =>
            TruncatedSvd.Compute(A, 5, new() { Progress = p, Method = TruncatedSvdMethod.SubspaceIteration }, t),
        ["TruncatedSvd, by error"] = (p, t) =>
            TruncatedSvd.Compute(
                A, Truncation.RelativeError(1e-3), new() { Progress = p, Method = TruncatedSvdMethod.SubspaceIteration }, t),
        ["PseudoInverse"] = (p, t) => PseudoInverse.Compute(A, new() { Progress = p }, t),
        ["PseudoInverse.Solve"] = (p, t) => PseudoInverse.Solve(A, A, new() { Progress = p }, t),
        ["PseudoInverse.SolveTwoSided"] = (p, t) => PseudoInverse.SolveTwoSided(A, A * B, B, new() { Progress = p }, t),
        ["PseudoInverse, SVD"] = (p, t) => PseudoInverse.Compute(A, new() { Progress = p, Method = PseudoInverseMethod.Svd }, t),
        ["PseudoInverse, QR"] = (p, t) =>
            PseudoInverse.Compute(A, new() { Progress = p, Method = PseudoInverseMethod.CompleteOrthogonal }, t),
        ["PseudoInverse, QR of short rank"] = (p, t) =>
            PseudoInverse.Compute(A * B, new() { Progress = p, Method = PseudoInverseMethod.CompleteOrthogonal }, t),
        ["PseudoInverse, Hermitian"] = (p, t) =>
            PseudoInverse.Compute(A.Transpose() * A, new() { Progress = p, Method = PseudoInverseMethod.Hermitian }, t),
        ["PseudoInverse, Newton–Schulz"] = (p, t) =>
            PseudoInverse.Compute(A, new() { Progress = p, Method = PseudoInverseMethod.NewtonSchulz }, t),
        ["PseudoInverse, Newton–Schulz in vain"] = (p, t) =>
            PseudoInverse.Compute(A, new() { Progress = p, Method = PseudoInverseMethod.NewtonSchulz, RelativeTolerance = 0.5 }, t),
        ["PseudoInverse.Form"] = (p, t) => PseudoInverse.Form(A, new() { Progress = p }, t),
        ["PseudoInverse.LeastSquares"] = (p, t) => PseudoInverse.LeastSquares(A, A, new() { Progress = p }, t),
        ["PseudoInverse.SolveTwoSidedOfRank"] = (p, t) => PseudoInverse.SolveTwoSidedOfRank(A, A * B, B, 3, new() { Progress = p }, t),
        ["PseudoInverse.Updatable"] = (p, t) => PseudoInverse.Updatable(A, new() { Progress = p }, t),
        ["PseudoInverse.ComputeBatch"] = (p, t) => PseudoInverse.ComputeBatch([A, A], new() { Progress = p }, t),
        ["ColumnRow, sampling"] = (p, t) => ColumnRow.Multiply(A, B, 7, new() { Progress = p }, t),
        ["ColumnRow, top-k"] = (p, t) => ColumnRow.Multiply(A, B, 7, new() { Progress = p, Scheme = ColumnRowScheme.TopK }, t),
        ["ColumnRow, by error"] = (p, t) => ColumnRow.Multiply(A, B, Truncation.RelativeError(0.9), new() { Progress = p }, t),
        ["ColumnRow, exactly"] = (p, t) => ColumnRow.Multiply(A, B, Truncation.RelativeError(1e-6), new() { Progress = p }, t),
        ["InterpolativeDecomposition, pivoted QR"] = (p, t) =>
            InterpolativeDecomposition.Compute(A, 5, new() { Progress = p, Selection = ColumnSelectionMethod.ColumnPivotedQr }, t),
        ["InterpolativeDecomposition, sketched"] = (p, t) =>
            InterpolativeDecomposition.Compute(
                A, 5, new()
                {
                    Progress = p, Selection = new() { Method = ColumnSelectionMethod.RangeFinderPivotedQr, PowerIterations = 3 },
                }, t),
        ["InterpolativeDecomposition, by error"] = (p, t) =>
            InterpolativeDecomposition.Compute(
                A, Truncation.RelativeError(1e-3), new() { Progress = p, Selection = ColumnSelectionMethod.RangeFinderPivotedQr }, t),
    };

    public static TheoryData<string> Names => [.. Calls.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Fractions_rise_from_0_to_1(string name)
    {
        Recorder recorder = new();
        Calls[name](recorder, CancellationToken.None);
        Assert.True(recorder.Reports.Count >= 2, "at least a start and an end");
        Assert.All(recorder.Reports, r => Assert.InRange(r.Fraction, 0, 1));
        Assert.All(recorder.Reports, r => Assert.NotEmpty(r.Stage));
        Assert.Equal(recorder.Reports.Select(r => r.Fraction).Order(), recorder.Reports.Select(r => r.Fraction));
        Assert.Equal(1, recorder.Reports[^1].Fraction);
        Assert.Single(recorder.Reports, r => r.Fraction == 1);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Cancellation_is_honoured_at_every_step(string name)
    {
        Recorder all = new();
        Calls[name](all, CancellationToken.None);
        for (int step = 0; step < all.Reports.Count - 1; step++)
        {
            using CancellationTokenSource source = new();
            int remaining = step;
            Recorder recorder = new(() =>
            {
                if (remaining-- == 0)
                {
                    source.Cancel();
                }
            });
            OperationCanceledException exception = Assert.ThrowsAny<OperationCanceledException>(() => Calls[name](recorder, source.Token));
            Assert.Equal(source.Token, exception.CancellationToken);
            Assert.Equal(step + 1, recorder.Reports.Count);
        }

        Assert.ThrowsAny<OperationCanceledException>(() => Calls[name](new Recorder(), new CancellationToken(canceled: true)));
    }

    /// <summary>Unlike Progress&lt;T&gt; it runs on the calling thread, before the computation goes on.</summary>
    private sealed class Recorder(Action? onReport = null) : IProgress<LowRankProgress>
    {
        public List<LowRankProgress> Reports { get; } = [];

        public void Report(LowRankProgress value)
        {
            Reports.Add(value);
            onReport?.Invoke();
        }
    }
}
