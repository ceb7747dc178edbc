using LowRank.Execution;
using LowRank.Operators;
using LowRank.TruncatedSvds;

namespace LowRank.Tests;

/// <summary>The truncated SVD whose directions are looked for in single precision: near the optimum or not at all, whatever the
/// spectrum.</summary>
public sealed class SinglePrecisionSvdTests
{
    private const int Rows = 700;
    private const int Columns = 480;
    private const int Rank = 40;

    // By estimate within 1 %, and estimates err.
    private const double Allowed = 1.015;

    private static readonly Dictionary<string, Func<int, double>> Spectra = new()
    {
        ["1/i"] = i => 1.0 / i,
        ["i^-1/2"] = i => Math.Pow(i, -0.5),
        ["0.97^i"] = i => Math.Pow(0.97, i),
        ["flat"] = _ => 1,
        ["linear"] = i => 1 - (0.7 * i / Columns),
        ["step"] = i => i <= 50 ? 1 : 0.01,
        ["spikes on noise"] = i => (i <= 10 ? 100 : 1) * (1 - (0.5 * i / Columns)),
        ["S"] = i => (1 / (1 + Math.Exp((i - 45) / 5.0))) + 1e-2,
    };

    public static TheoryData<string, MatrixLayout> Cases
    {
        get
        {
            TheoryData<string, MatrixLayout> cases = [];
            foreach (string name in Spectra.Keys)
            {
                cases.Add(name, MatrixLayout.RowMajor);
                cases.Add(name, MatrixLayout.ColumnMajor);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_is_near_the_optimum_or_gives_up(string name, MatrixLayout layout)
    {
        KnownSpectrum a = KnownSpectrum.Create(Rows, Columns, [.. Enumerable.Range(1, Columns).Select(Spectra[name])]);
        TruncatedSvd<double>? quick = Search(Task(a.Matrix.ToDense(layout), Rank));
        if (quick is not null)
        {
            Expect.AtMost(a.ErrorOf(quick) / a.Tail(Rank), Allowed, $"error ÷ optimum of {name}: {quick.Reason}");
            Expect.Close(quick.Error.Frobenius, a.ErrorOf(quick), 1e-9 * a.Tail(0), "the error by the identity");
            Expect.Orthonormal(quick.U, "U");
            Expect.Orthonormal(quick.VT.Transpose(), "V");
            Assert.True(quick.SinglePrecisionColumns > 0);
        }

        TruncatedSvd<double> svd = TruncatedSvd.Compute(a.Matrix.ToDense(layout), Rank);
        Expect.AtMost(a.ErrorOf(svd) / a.Tail(Rank), Allowed, $"error ÷ optimum of {name} by Auto: {svd.Reason}");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_tolerance_is_met_at_nearly_the_smallest_rank_or_it_gives_up(string name, MatrixLayout layout)
    {
        KnownSpectrum a = KnownSpectrum.Create(Rows, Columns, [.. Enumerable.Range(1, Columns).Select(Spectra[name])]);
        foreach (double tolerance in new[] { 0.03, 0.1, 0.4 })
        {
            int smallest = Enumerable.Range(0, Columns).FirstOrDefault(rank => a.Tail(rank) <= tolerance * a.Tail(0), Columns);
            TruncatedSvd<double>? quick = Search(Task(a.Matrix.ToDense(layout), Truncation.RelativeError(tolerance)));
            if (quick is not null)
            {
                Expect.AtMost(a.ErrorOf(quick), tolerance * a.Tail(0), $"error of {name} to {tolerance}: {quick.Reason}");
                Expect.AtMost(quick.Rank, Math.Max(smallest + 1, 1.05 * smallest), $"rank of {name} to {tolerance}: {quick.Reason}");
                Expect.Close(quick.Error.Frobenius, a.ErrorOf(quick), 1e-9 * a.Tail(0), "the error by the identity");
                Expect.Orthonormal(quick.U, "U");
            }
        }
    }

    /// <summary>Where it is meant to serve, it does: else nothing above would be tested.</summary>
    [Theory]
    [InlineData("1/i", 0.1)]
    [InlineData("0.97^i", 0.03)]
    [InlineData("0.97^i", 0.4)]
    public void Tolerances_of_spectra_that_decay_gently_are_reached(string name, double tolerance)
    {
        KnownSpectrum a = KnownSpectrum.Create(Rows, Columns, [.. Enumerable.Range(1, Columns).Select(Spectra[name])]);
        foreach (Truncation truncation in new[] { Truncation.RelativeError(tolerance), Truncation.AbsoluteError(tolerance * a.Tail(0)) })
        {
            TruncatedSvd<double> svd = TruncatedSvd.Compute(a.Matrix, truncation);
            Assert.True(svd.Search!.IsSinglePrecision);
            TruncatedSvd<double> full = TruncatedSvd.Compute(a.Matrix, truncation, new() { Precision = Precision.Full });
            Assert.False(full.Search!.IsSinglePrecision);
            Assert.Equal(0, full.SinglePrecisionColumns);
        }

        // What the type of the search cannot resolve, it leaves alone.
        TruncatedSvd<double> fine = TruncatedSvd.Compute(a.Matrix, Truncation.RelativeError(1e-3));
        Assert.Equal(0, fine.SinglePrecisionColumns);
        Assert.DoesNotContain(SearchSpace.NormalKrylov, fine.Abandoned);
    }

    /// <summary>A largest rank that binds makes it a search for a rank; one that does not changes nothing.</summary>
    [Theory]
    [InlineData("1/i", 0.1)]
    [InlineData("0.97^i", 0.03)]
    [InlineData("0.97^i", 0.4)]
    public void A_largest_rank_is_kept_at_nearly_the_smallest_error(string name, double tolerance)
    {
        KnownSpectrum a = KnownSpectrum.Create(Rows, Columns, [.. Enumerable.Range(1, Columns).Select(Spectra[name])]);
        int smallest = Enumerable.Range(0, Columns).First(rank => a.Tail(rank) <= tolerance * a.Tail(0));
        foreach (int limit in new[] { 2, smallest / 2, smallest - 1 })
        {
            TruncatedSvd<double> limited = TruncatedSvd.Compute(a.Matrix, Truncation.RelativeError(tolerance, maxRank: limit));
            Assert.True(limited.Search!.IsSinglePrecision);
            Assert.Equal(limit, limited.Rank);
            Expect.AtMost(a.ErrorOf(limited) / a.Tail(limit), Allowed, $"error ÷ optimum at the largest rank {limit}: {limited.Reason}");
            Expect.Close(limited.Error.Frobenius, a.ErrorOf(limited), 1e-9 * a.Tail(0), "the error by the identity");
        }

        foreach (int limit in new[] { 2 * smallest, Columns })
        {
            TruncatedSvd<double> free = TruncatedSvd.Compute(a.Matrix, Truncation.AbsoluteError(tolerance * a.Tail(0), maxRank: limit));
            Assert.True(free.Search!.IsSinglePrecision);
            Expect.AtMost(a.ErrorOf(free), tolerance * a.Tail(0), $"error to {tolerance}: {free.Reason}");
            Expect.AtMost(free.Rank, Math.Max(smallest + 1, 1.05 * smallest), $"rank to {tolerance}: {free.Reason}");
        }
    }

    /// <summary>Where it is meant to serve, it does: else nothing above would be tested.</summary>
    [Theory]
    [InlineData("1/i")]
    [InlineData("i^-1/2")]
    [InlineData("0.97^i")]
    public void Spectra_that_decay_gently_are_found(string name)
    {
        KnownSpectrum a = KnownSpectrum.Create(Rows, Columns, [.. Enumerable.Range(1, Columns).Select(Spectra[name])]);
        TruncatedSvd<double> svd = TruncatedSvd.Compute(a.Matrix, Rank);
        Assert.True(svd.Search!.IsSinglePrecision);
        TruncatedSvd<double> full = TruncatedSvd.Compute(a.Matrix, Rank, new TruncatedSvdOptions { Precision = Precision.Full });
        Assert.False(full.Search!.IsSinglePrecision);
        Assert.Equal(0, full.SinglePrecisionColumns);
    }

    [Theory]
    [InlineData(1e-150)]
    [InlineData(1e150)]
    public void Scale_does_not_matter(double scale)
    {
        KnownSpectrum a = KnownSpectrum.Create(Rows, Columns, [.. Enumerable.Range(1, Columns).Select(i => scale / i)]);
        TruncatedSvd<double> svd = Search(Task(a.Matrix, Rank))!;
        Expect.AtMost(svd.Error.Frobenius / a.Tail(Rank), Allowed, "error ÷ optimum");
    }

    /// <summary>Singular values of 10⁻⁴ σ₁ and less are squared into the rounding of single precision.</summary>
    [Fact]
    public void Steep_spectra_are_left_to_full_precision()
    {
        KnownSpectrum a = KnownSpectrum.Create(Rows, Columns, [.. Enumerable.Range(1, Columns).Select(i => Math.Pow(0.75, i))]);
        Assert.Null(Search(Task(a.Matrix, Rank)));
        TruncatedSvd<double> svd = TruncatedSvd.Compute(a.Matrix, Rank);
        Expect.AtMost(svd.Error.Frobenius / a.Tail(Rank), Allowed, "error ÷ optimum");
    }

    [Fact]
    public void A_matrix_of_singles_and_a_wide_one_are_served_and_exhausted_ones_refused()
    {
        double[] gentle = [.. Enumerable.Range(1, Columns).Select(i => 1.0 / i)];
        KnownSpectrum wide = KnownSpectrum.Create(Columns, Rows, gentle);
        Expect.AtMost(wide.ErrorOf(Search(Task(wide.Matrix, Rank))!) / wide.Tail(Rank), Allowed, "error ÷ optimum, wide");

        KnownSpectrum tall = KnownSpectrum.Create(Rows, Columns, gentle);
        DenseMatrix<float> singles = DenseMatrix.Create<float>(Rows, Columns);
        for (int i = 0; i < Rows; i++)
        {
            System.Numerics.Tensors.TensorPrimitives.ConvertTruncating(tall.Matrix.Span.Major(i), singles.Span.Major(i));
        }

        TruncatedSvd<float> svd = Search(Task(singles, Rank))!;
        Expect.AtMost(svd.Error.Frobenius / tall.Tail(Rank), Allowed, "error ÷ optimum, single");
        Assert.Equal(0, svd.SinglePrecisionColumns);

        // Fewer directions than a block has: nothing is left to go on with.
        KnownSpectrum exhausted = KnownSpectrum.Create(Rows, Columns, [1, 1, 1, 1, 1, 1, 1, 1]);
        Assert.Null(Search(Task(exhausted.Matrix, 4)));
    }

    [Fact]
    public void Rows_read_once_give_the_same_as_two_products()
    {
        foreach (int threads in new[] { 1, 2, 3 })
        {
            DenseMatrix<double> b = Oracle.ToMatrix<double>(Oracle.Gaussian<double>(333, 70, 5), MatrixLayout.RowMajor);
            DenseMatrix<float> x = Oracle.ToMatrix<float>(Oracle.Gaussian<float>(70, 9, 6), MatrixLayout.ColumnMajor);
            DenseMatrix<float> found = DenseMatrix.Create<float>(70, 9).ToDense(MatrixLayout.ColumnMajor);
            new SinglePrecisionGram<double>(b, 0.5, threads).Multiply(x, found);
            DenseMatrix<double> exact = b.Transpose() * (b * Oracle.ToMatrix<double>(Oracle.Gaussian<float>(70, 9, 6)));
            for (int i = 0; i < 70; i++)
            {
                for (int j = 0; j < 9; j++)
                {
                    Expect.Close(found[i, j], 0.25 * exact[i, j], 1e-5 * exact.FrobeniusNorm(), $"({i}, {j})");
                }
            }
        }
    }

    /// <summary>The route alone: null where it gives up.</summary>
    private static TruncatedSvd<T>? Search<T>(SvdTask<T> task)
        where T : unmanaged, System.Numerics.INumberBase<T>
    {
        SvdStep step = Assert.Single(SvdPlan.Of(task).Steps, step => step.Route == SvdRoute.SinglePrecision);
        return NormalRoute.RunInSingle(task, step, task.Context)?.ToResult(task, []);
    }

    private static SvdTask<T> Task<T>(DenseMatrix<T> a, Truncation truncation)
        where T : unmanaged, System.Numerics.INumberBase<T>
    {
        TruncatedSvdOptions options = new();
        int limit = truncation.RankLimit(a.RowCount, a.ColumnCount, nameof(truncation));
        CountedOperator<T> counted = new(a, "a");
        RunContext context = new(options, default);
        return new SvdTask<T>(counted, new InputMeasure<T>(counted, context), truncation, limit, options, context);
    }
}
