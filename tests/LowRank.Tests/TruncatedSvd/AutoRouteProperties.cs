using System.Numerics;
using LowRank.Execution;
using LowRank.Operators;
using LowRank.TruncatedSvds;

namespace LowRank.Tests;

public sealed class AutoRoutePropertiesOfSingle : AutoRouteProperties<float>;

public sealed class AutoRoutePropertiesOfDouble : AutoRouteProperties<double>;

public sealed class AutoRoutePropertiesOfComplex : AutoRouteProperties<Complex>;

/// <summary>
/// Every route of <c>Auto</c> on matrices of up to 20 × 20: with thresholds as small as they are, each stands first in the plan, is taken
/// or gives way to the next one, and what comes out is true and near the optimum.
/// </summary>
public abstract class AutoRouteProperties<T>
    where T : unmanaged, INumberBase<T>
{
    private const int MostRows = 20;

    // Blocks of two and of one column; everything is large.
    private static readonly TruncatedSvdTuning Small = new()
    {
        SmallProblem = 0,
        LargestShare = 1,
        GramCube = 1e9,
        AlignedFrom = int.MaxValue,
        Alignment = 1,
        NormalUnit = 2,
        SmallNormalUnit = 1,
        WideBlocksFrom = int.MaxValue,
        LeastRoom = 0,
        LeastNormalRoom = 0,
        WidestBlock = 2,
        ToleranceShare = 4,
        SpareDirections = 2,
        LargestShape = double.PositiveInfinity,
    };

    [Fact]
    public void Small_matrices_are_factorised() => Check(
        new TruncatedSvdTuning(), dense => dense, SvdRoute.Full, svd => Assert.Null(svd.Search));

    [Fact]
    public void Many_triplets_are_factorised() => Check(
        Small with { LargestShare = 0 }, dense => dense, SvdRoute.Full, svd => Assert.Null(svd.Search));

    [Fact]
    public void A_short_side_takes_the_Gram_matrix() => Check(
        Small with { GramCube = 0, GramShare = 0, GramMargin = 1 }, dense => dense, SvdRoute.Gram,
        svd => Seen(svd, SearchSpace.GramMatrix));

    [Fact]
    public void Real_dense_matrices_are_searched_in_single_precision()
    {
        if (typeof(T) != typeof(Complex))
        {
            Check(Small, dense => dense, SvdRoute.SinglePrecision, svd => Seen(svd, SearchSpace.NormalKrylov));
        }
    }

    [Fact]
    public void Matrices_that_are_dear_to_read_are_read_once_a_block() => Check(
        Small with { WideForReadings = 1 }, dense => new DearMatrix<T>(dense), SvdRoute.FewReadings,
        svd => Seen(svd, SearchSpace.NormalKrylov));

    [Fact]
    public void Other_operators_take_block_Lanczos_and_restart() => Check(
        Small with { MostBlocks = 2 }, dense => new SourceOperator<T>(dense), SvdRoute.BlockKrylov,
        svd => Seen(svd, SearchSpace.BlockLanczos));

    [Fact]
    public void Dense_matrices_in_full_precision_take_block_Lanczos_or_are_handed_over() => Check(
        Small with { MostBlocks = 2, DenseColumns = 3 }, dense => dense, SvdRoute.BlockKrylov,
        svd => Assert.Equal(svd.Search is null ? [SearchSpace.BlockLanczos] : [], svd.Abandoned), Precision.Full);

    [Fact]
    public void Every_way_that_a_search_can_end_is_walked()
    {
        HashSet<SearchEnd> seen = [];
        int restarts = 0;
        int handedOver = 0;
        for (ulong seed = 1; seed < 400; seed++)
        {
            SpectrumFamily family = Enum.GetValues<SpectrumFamily>()[(int)(seed % (ulong)Enum.GetValues<SpectrumFamily>().Length)];
            MatrixCase c = new(MostRows, 18, 18, family, MatrixLayout.RowMajor, 0, seed);
            KnownMatrix<T> known = KnownMatrix<T>.Build(c);
            Truncation truncation = (seed % 4) switch
            {
                0 => Truncation.RelativeError(0.3),
                1 => Truncation.RelativeError(0.05, maxRank: 2),
                2 => Truncation.RelativeSpectralError(0.3),
                _ => 3,
            };

            // Little room makes a search for a rank restart, or be abandoned; more of it lets one for an error settle.
            using IDisposable set = Tuning<TruncatedSvdTuning>.Use(Small with { MostBlocks = seed % 8 == 3 ? 2 : 6, MostRestarts = 3 });
            ILinearOperator<T> a = seed % 3 == 0 ? known.Matrix : new SourceOperator<T>(known.Matrix);
            TruncatedSvd<T> svd = TruncatedSvd.Compute(a, truncation, new() { Seed = seed, Oversampling = 1 });
            if (svd.Search is { } search)
            {
                seen.Add(search.End);
                restarts += search.Restarts;
            }

            handedOver += svd.Abandoned.Length;
        }

        Assert.Superset(
            new HashSet<SearchEnd> { SearchEnd.NearOptimum, SearchEnd.Tolerance, SearchEnd.LargestRank, SearchEnd.Complete }, seen);
        Assert.True(restarts > 0, "no search was restarted");
        Assert.True(handedOver > 0, "no search was abandoned");
    }

    private static void Check(
        TruncatedSvdTuning tuning, Func<DenseMatrix<T>, ILinearOperator<T>> wrap, SvdRoute first,
        Action<TruncatedSvd<T>> assert, Precision precision = Precision.Auto)
    {
        int walked = 0;
        using IDisposable set = Tuning<TruncatedSvdTuning>.Use(tuning);
        PropertyCheck.Holds(MatrixCases.Any, c =>
        {
            if (c.Max > MostRows || c.Min < 9)
            {
                return;
            }

            KnownMatrix<T> known = KnownMatrix<T>.Build(c);
            int rank = 1 + (int)(c.Seed % 2);
            TruncatedSvdOptions options = new() { Seed = c.Seed, Oversampling = 1, Precision = precision };
            ILinearOperator<T> a = wrap(known.Matrix);
            CountedOperator<T> counted = new(a, "a");
            RunContext context = new(options, default);
            SvdPlan plan = SvdPlan.Of(
                new SvdTask<T>(counted, new InputMeasure<T>(counted, context), rank, rank, options, context));
            Assert.Equal(first, plan.Steps[0].Route);
            TruncatedSvd<T> svd = TruncatedSvd.Compute(a, rank, options);
            if (a is DearMatrix<T> dear)
            {
                Assert.Equal(dear.Readings, svd.Passes);
            }

            walked += svd.Abandoned.IsEmpty ? 1 : 0;
            if (svd.Abandoned.IsEmpty || first == SvdRoute.BlockKrylov)
            {
                assert(svd);
            }

            if (a is DenseMatrix<T>)
            {
                AssertResiduals(known, svd);
            }

            Expect.Orthonormal(svd.U, "U");
            Expect.Orthonormal(svd.VT.ConjugateTranspose(), "V");
            double rounding = Expect.Rounding<T>(c.Max, known.FrobeniusNorm);
            Complex[,] difference = Oracle.Subtract(known.Entries, Oracle.Of(svd.ToDense()));
            double error = Oracle.Norm(difference);
            // With blocks of one or two columns estimates of what is left to gain are rough; where blocks are wide they are tested.
            Expect.AtMost(error, (1.5 * known.Tail(rank)) + (100 * rounding), $"the error against the optimum ({svd.Reason})");
            Expect.AtLeast(svd.Error.UpperBound(1e-6) + rounding, error, "the bound of the error");
            known.AssertUnchanged();
        });
        Assert.True(walked > 0, $"{first} never went to its end");
    }

    /// <summary>The residual of each triplet is about what is said of it, and a true singular value lies within it.</summary>
    private static void AssertResiduals(KnownMatrix<T> known, TruncatedSvd<T> svd)
    {
        Complex[,] u = Oracle.Of(svd.U);
        Complex[,] v = Oracle.Adjoint(Oracle.Of(svd.VT));
        double rounding = Expect.Rounding<T>(known.Case.Max, known.FrobeniusNorm);
        for (int j = 0; j < svd.ValueAccuracy.Length; j++)
        {
            Complex[,] left = Oracle.Columns(u, [j]);
            Complex[,] right = Oracle.Columns(v, [j]);
            Complex[,] sigma = Oracle.Diagonal([svd.SingularValues[j]]);
            double ofLeft = Oracle.Norm(Oracle.Subtract(
                Oracle.Multiply(Oracle.Adjoint(known.Entries), left), Oracle.Multiply(right, sigma)));
            double ofRight = Oracle.Norm(Oracle.Subtract(Oracle.Multiply(known.Entries, right), Oracle.Multiply(left, sigma)));
            double said = svd.ValueAccuracy[j].ResidualNorm + rounding;
            double nearest = known.SingularValues.Append(0).Min(value => Math.Abs(value - svd.SingularValues[j]));
            Expect.AtMost(nearest, said, $"the distance of value {j} ({svd.Reason})");
            Expect.AtMost(double.Hypot(ofLeft, ofRight), 2 * said, $"the residual of triplet {j} ({svd.Reason})");
        }
    }

    private static void Seen(TruncatedSvd<T> svd, SearchSpace space) => Assert.Equal(space, svd.Search!.Space);
}
