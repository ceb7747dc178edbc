using System.Numerics;
using LowRank.Kernels;
using LowRank.Operators;
using LowRank.Spaces;
using LowRank.Tall;

namespace LowRank.Selection;

/// <summary>Leading right singular vectors of A, and the singular values that belong to them.</summary>
/// <param name="V">n × k, orthonormal columns, column-major.</param>
/// <param name="S">The singular values: k or more.</param>
internal readonly record struct SingularBasis<T>(DenseMatrix<T> V, double[] S)
    where T : unmanaged, INumberBase<T>
{
    /// <summary>As many as columns are wanted: from LAPACK's SVD where A is small or most of it is wanted, else by the randomised range
    /// finder.</summary>
    public static SingularBasis<T> Of(SelectionProblem<T> problem)
    {
        (ILinearOperator<T> a, int count) = (problem.A, problem.Limit);
        int min = problem.Smaller;
        bool isSmall = a is DenseMatrix<T> && (double)a.RowCount * a.ColumnCount * min <= problem.Tuning.SmallProblem;
        return isSmall || (long)count + problem.Options.Oversampling > min / 2 ? Exact(problem, count) : Approximate(problem, count);
    }

    /// <summary>All singular values, and the first vectors.</summary>
    public static SingularBasis<T> Exact(SelectionProblem<T> problem, int count)
    {
        ThinSvd<T> svd = ThinSvd<T>.Of(problem.Entries());
        DenseMatrix<T> v = DenseMatrix.Uninitialized<T>(problem.A.ColumnCount, count, MatrixLayout.ColumnMajor);
        Kernels<T>.Copy(svd.VT.AsRows(0, count).Span.ConjugateTranspose(), v.Span);
        return new SingularBasis<T>(v, svd.S);
    }

    /// <summary>QᴴA = Ŵ diag(s) V̂ᴴ with Q from the range finder: the columns of V̂ are the left vectors of AᴴQ.</summary>
    public static SingularBasis<T> Approximate(SelectionProblem<T> problem, int count)
    {
        (ILinearOperator<T> a, ColumnSelectionOptions options) = (problem.A, problem.Options);
        int columns = (int)Math.Min((long)count + options.Oversampling, problem.Smaller);
        int powerIterations = options.PowerIterations ?? ColumnSelectionOptions.DefaultPowerIterations;
        ThinSvd<T> svd = ThinSvd<T>.Of(SubspaceIteration<T>.Find(
            a, problem.Norm, powerIterations, columns, options.Seed, problem.Context, problem.Workspace).AdjointProduct);
        return new SingularBasis<T>(svd.U.AsColumns(0, count), svd.S);
    }
}
