using FsCheck;
using FsCheck.Fluent;

namespace LowRank.Tests;

public sealed class TruncationTests
{
    [Fact]
    public void Each_kind_holds_what_it_was_given()
    {
        Truncation rank = Truncation.Rank(7);
        Assert.Equal((TruncationKind.Rank, 7, null, 0.0), (rank.Kind, rank.PrescribedRank, rank.MaxRank, rank.Tolerance));
        Assert.Null(Truncation.RelativeError(0.01, 5).PrescribedRank);
        Truncation relative = Truncation.RelativeError(0.01, 5);
        Assert.Equal((TruncationKind.RelativeError, 5, 0.01), (relative.Kind, relative.MaxRank, relative.Tolerance));
        Truncation absolute = Truncation.AbsoluteError(3);
        Assert.Equal((TruncationKind.AbsoluteError, null, 3.0), (absolute.Kind, absolute.MaxRank, absolute.Tolerance));
        Assert.NotEqual(Truncation.RelativeError(0.5), Truncation.AbsoluteError(0.5));
    }

    [Fact]
    public void An_int_converts_to_a_rank()
    {
        Truncation converted = 12;
        Assert.Equal(Truncation.Rank(12), converted);
        Assert.Throws<ArgumentOutOfRangeException>(() => (Truncation)(-1));
    }

    [Fact]
    public void The_default_value_prescribes_nothing_and_is_refused_but_rank_0_is_taken()
    {
        Truncation nothing = default;
        Assert.NotEqual(Truncation.Rank(0), nothing);
        Assert.Null(nothing.PrescribedRank);
        Assert.Equal("nothing", nothing.ToString());
        Assert.Throws<ArgumentException>("truncation", () => nothing.RankLimit(4, 5, "truncation"));
        Truncation zero = 0;
        Assert.Equal((0, 0), (zero.PrescribedRank, zero.RankLimit(4, 5, "truncation")));
        Assert.Equal(0, zero.ChooseRank([0.5, 0.5], 0, 1, 0));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1.0000000001)]
    [InlineData(5)]
    [InlineData(1e300)]
    public void A_relative_error_of_1_or_more_is_refused(double tolerance)
    {
        Assert.Throws<ArgumentOutOfRangeException>(nameof(tolerance), () => Truncation.RelativeError(tolerance));
        Assert.Throws<ArgumentOutOfRangeException>(nameof(tolerance), () => Truncation.RelativeSpectralError(tolerance));
        Assert.Equal(tolerance, Truncation.AbsoluteError(tolerance).Tolerance);
        Assert.Equal(Math.BitDecrement(1), Truncation.RelativeError(Math.BitDecrement(1)).Tolerance);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1e-3)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_tolerance_that_is_not_positive_and_finite_is_refused(double tolerance)
    {
        Assert.Throws<ArgumentOutOfRangeException>(nameof(tolerance), () => Truncation.RelativeError(tolerance));
        Assert.Throws<ArgumentOutOfRangeException>(nameof(tolerance), () => Truncation.AbsoluteError(tolerance));
    }

    [Fact]
    public void A_negative_rank_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("rank", () => Truncation.Rank(-1));
        Assert.Throws<ArgumentOutOfRangeException>("maxRank", () => Truncation.RelativeError(0.1, -1));
        Assert.Throws<ArgumentOutOfRangeException>("maxRank", () => Truncation.AbsoluteError(0.1, -1));
    }

    [Fact]
    public void A_prescribed_rank_beyond_the_matrix_is_refused_and_a_limit_is_lowered()
    {
        ArgumentOutOfRangeException thrown =
            Assert.Throws<ArgumentOutOfRangeException>("truncation", () => Truncation.Rank(5).RankLimit(4, 6, "truncation"));
        Assert.Contains("4 × 6", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("rank 5", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(4, Truncation.Rank(4).RankLimit(4, 6, "truncation"));
        Assert.Equal(0, Truncation.Rank(0).RankLimit(4, 6, "truncation"));
        Assert.Equal(0, Truncation.Rank(0).RankLimit(0, 6, "truncation"));
        Assert.Equal(4, Truncation.RelativeError(0.1).RankLimit(4, 6, "truncation"));
        Assert.Equal(4, Truncation.RelativeError(0.1, 9).RankLimit(6, 4, "truncation"));
        Assert.Equal(2, Truncation.AbsoluteError(0.1, 2).RankLimit(4, 6, "truncation"));
        Assert.Equal(0, Truncation.AbsoluteError(0.1, 0).RankLimit(4, 6, "truncation"));
    }

    [Fact]
    public void It_prints_what_it_prescribes()
    {
        Assert.Equal("rank 50", Truncation.Rank(50).ToString());
        Assert.Equal("relative error 0.01", Truncation.RelativeError(0.01).ToString());
        Assert.Equal("absolute error 2.5", Truncation.AbsoluteError(2.5, 3).ToString());
        Assert.Equal("rank 0", Truncation.Rank(0).ToString());
    }

    [Fact]
    public void RelativeTolerance_is_a_share_of_the_norm()
    {
        Assert.Equal(0.25, Truncation.RelativeError(0.25).RelativeTolerance(8));
        Assert.Equal(0.25, Truncation.AbsoluteError(2).RelativeTolerance(8));
        Assert.Equal(0, Truncation.Rank(2).RelativeTolerance(8));
        Assert.Equal(double.PositiveInfinity, Truncation.AbsoluteError(2).RelativeTolerance(0));
    }

    /// <summary>Against all ranks in turn: the smallest that meets the tolerance, or the limit.</summary>
    [Fact]
    public void ChooseRank_is_the_smallest_rank_that_meets_the_tolerance() => PropertyCheck.Holds(
        from squares in Gen.Choose(0, 64).ListOf()
        from residual in Gen.Choose(0, 10)
        from allowed in Gen.Choose(1, 40)
        from limit in Gen.Choose(0, 12)
        from isAbsolute in Gen.Elements(true, false)
        select (Squares: squares, Residual: residual, Allowed: allowed, Limit: limit, IsAbsolute: isAbsolute),
        drawn =>
        {
            // Shares of 4096⁻¹ and tolerances k/64 make every sum and every square exact, so that ties are decided as they are written.
            double[] squares = [.. drawn.Squares.OrderDescending().Select(square => square / 4096.0)];
            double residual = drawn.Residual / 4096.0;
            double tolerance = drawn.Allowed / 64.0;
            const double Norm = 16;
            Truncation truncation = drawn.IsAbsolute ? Truncation.AbsoluteError(tolerance * Norm) : Truncation.RelativeError(tolerance);

            int smallest = Enumerable.Range(0, squares.Length + 1)
                .Cast<int?>()
                .FirstOrDefault(rank => residual + squares.Skip(rank!.Value).Sum() <= tolerance * tolerance) ?? squares.Length;
            Assert.Equal(Math.Min(smallest, drawn.Limit), truncation.ChooseRank(squares, residual, Norm, drawn.Limit));
            Assert.Equal(Math.Min(squares.Length, drawn.Limit),
                Truncation.Rank(drawn.Limit).ChooseRank(squares, residual, Norm, drawn.Limit));
        },
        1000);

    /// <summary>S-12, diag(3, 2, 1): the tails are √5 and 1.</summary>
    [Theory]
    [InlineData(0.9, 3)]
    [InlineData(1.001, 2)]
    [InlineData(2.23, 2)]
    [InlineData(2.24, 1)]
    [InlineData(3.74, 1)]
    [InlineData(3.75, 0)]
    public void ChooseRank_on_the_golden_spectrum(double tolerance, int expected) =>
        Assert.Equal(expected, Truncation.AbsoluteError(tolerance).ChooseRank([9 / 14.0, 4 / 14.0, 1 / 14.0], 0, Math.Sqrt(14), 3));
}
