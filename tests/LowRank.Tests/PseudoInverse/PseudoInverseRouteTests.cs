using System.Numerics;
using LowRank.Execution;
using LowRank.PseudoInverses;

namespace LowRank.Tests;

public sealed class PseudoInverseRouteTestsOfSingle : PseudoInverseRouteTests<float>;

public sealed class PseudoInverseRouteTestsOfDouble : PseudoInverseRouteTests<double>;

public sealed class PseudoInverseRouteTestsOfComplex : PseudoInverseRouteTests<Complex>;

/// <summary>Small matrices walk the routes of large ones, by thresholds that are set here.</summary>
public abstract class PseudoInverseRouteTests<T>
    where T : unmanaged, INumberBase<T>
{
    /// <summary>The edges of every spectrum are estimated, as those of triangles beyond 24 rows are.</summary>
    [Fact]
    public void The_inverse_is_as_good_where_conditions_are_estimated()
    {
        HashSet<PseudoInverseMethod> methods = [];
        PropertyCheck.Holds(MatrixCases.Any, c =>
        {
            using IDisposable _ = Tuning<PseudoInverseTuning>.Use(new() { ExactTriangle = 0 });
            KnownMatrix<T> known = KnownMatrix<T>.Build(c);
            PseudoInverse<T> inverse = PseudoInverse.Compute(known.Matrix);
            Complex[,] exact = known.ExactPseudoInverse;
            Assert.Equal(c.Rank, inverse.Rank);
            double error = Oracle.NormOfDifference(Oracle.Of(inverse.ToDense()), exact);
            Expect.AtMost(error, Expect.Rounding<T>(c.Max, known.Condition * Oracle.Norm(exact)), $"A⁺ by {inverse.Reason}");
            methods.Add(inverse.Method);
        });
        Assert.Contains(PseudoInverseMethod.CholeskyQr, methods);
        Assert.Contains(PseudoInverseMethod.CompleteOrthogonal, methods);
    }

    /// <summary>Each update of the second object starts over, which the first does by its formulas.</summary>
    [Fact]
    public void Updates_that_start_over_give_what_the_formulas_give()
    {
        DenseMatrix<T> a = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(9, 5, 1));
        DenseMatrix<T> column = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(9, 1, 2));
        UpdatablePseudoInverse<T> updated = PseudoInverse.Updatable(a);
        updated.AppendColumn(column);
        Assert.Equal(1, updated.RefreshCount);
        using IDisposable _ = Tuning<PseudoInverseTuning>.Use(new() { LargestFallOfNorm = double.PositiveInfinity });
        UpdatablePseudoInverse<T> fresh = PseudoInverse.Updatable(a);
        fresh.AppendColumn(column);
        Assert.Equal((2, updated.Rank), (fresh.RefreshCount, fresh.Rank));
        Expect.Close(Oracle.Of(updated.ToDense()), Oracle.Of(fresh.ToDense()), Expect.Rounding<T>(9, 100), "A⁺");
    }
}
