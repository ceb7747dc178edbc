using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Selection;

/// <summary>A selector that looks at leading right singular vectors V of A (n × k), and so chooses k columns.</summary>
internal abstract class SubspaceSelector<T> : IColumnSelector<T>
    where T : unmanaged, INumberBase<T>
{
    public Selected<T> Select(SelectionProblem<T> problem)
    {
        DenseMatrix<T> v = SingularBasis<T>.Of(problem).V;
        int[] columns = Choose(v, problem.Entries, new IndexSampler(problem.Options.Seed));
        return new Selected<T>(columns, BasisConstant: BasisConstant(v, columns));
    }

    /// <summary>Chooses k rows of V; so it serves rows for columns that are already chosen too, by a basis of these.</summary>
    /// <param name="v">n × k, orthonormal columns.</param>
    /// <param name="entries">The matrix whose n columns the rows of V stand for, or one whose columns have the same inner products; asked
    /// for where it is needed.</param>
    /// <param name="sampler">For those that draw.</param>
    public abstract int[] Choose(DenseMatrix<T> v, Func<DenseMatrix<T>> entries, IndexSampler sampler);

    /// <summary>η = ‖V_J⁻¹‖₂.</summary>
    private static double BasisConstant(DenseMatrix<T> v, int[] rows)
    {
        if (rows.Length == 0)
        {
            return 1;
        }

        DenseMatrix<T> chosen = DenseMatrix.Uninitialized<T>(rows.Length, v.ColumnCount, MatrixLayout.ColumnMajor);
        Kernels<T>.GatherRows(v.Span, rows, chosen.Span);
        double[] s = new double[Math.Min(rows.Length, v.ColumnCount)];
        Kernels<T>.SingularValues(chosen.Span, s);
        return 1 / s[^1];
    }
}
