using System.Numerics;
using LowRank.Errors;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Selection;

namespace LowRank.Interpolative;

/// <summary>A choice of columns and the coefficients of the others; rows are columns of the transpose.</summary>
internal static class ColumnInterpolation<T>
    where T : unmanaged, INumberBase<T>
{
    /// <summary>The columns as a problem says, and Z = C⁺A from their basis.</summary>
    public static ColumnSkeleton<T> Choose(SelectionProblem<T> problem) =>
        Of(new ColumnChooser<T>(problem with { Need = SelectionNeed.Coefficients }).Choose(), problem);

    /// <summary>The decomposition with given columns, in the order given; exchanged where the options bound the coefficients.</summary>
    public static ColumnSkeleton<T> OfColumns(int[] columns, SelectionProblem<T> problem)
    {
        Choice<T> choice = ColumnChooser<T>.Of(columns, problem);
        ColumnSkeleton<T> result = Of(choice, problem);
        if (choice.SwapCount > 0 || result.Columns.AsSpan().SequenceEqual(columns))
        {
            return result;
        }

        // The fit has put independent columns first; rows of Z and columns of C go back to where they were asked for.
        int[] places = [.. columns.Select(column => Array.IndexOf(result.Columns, column))];
        DenseMatrix<T> z = DenseMatrix.Uninitialized<T>(columns.Length, problem.A.ColumnCount, MatrixLayout.ColumnMajor);
        DenseMatrix<T> skeleton = DenseMatrix.Uninitialized<T>(problem.A.RowCount, columns.Length, MatrixLayout.ColumnMajor);
        Kernels<T>.GatherRows(result.Coefficients.Span, places, z.Span);
        result.Skeleton.CopyColumns(places, skeleton);
        return result with { Columns = columns, Skeleton = skeleton, Coefficients = z };
    }

    /// <summary>
    /// Z with R⁻¹QᴴA in its columns. Chosen columns past the numerical rank are linear combinations of the others to rounding: they
    /// represent only themselves.
    /// </summary>
    private static ColumnSkeleton<T> Of(Choice<T> choice, SelectionProblem<T> problem)
    {
        SkeletonBasis<T> basis = choice.Basis;
        int rank = basis.NumericalRank;
        DenseMatrix<T> z = DenseMatrix.Uninitialized<T>(basis.Columns.Length, problem.A.ColumnCount, MatrixLayout.ColumnMajor);
        Kernels<T>.Fill(T.Zero, z.Span.Rows(rank, basis.Columns.Length - rank));
        MatrixSpan<T> solved = z.Span.Rows(0, rank);
        Kernels<T>.Copy(basis.AdjointProduct.AsColumns(0, rank).Span.ConjugateTranspose(), solved);
        Kernels<T>.SolveUpper(basis.Triangle(rank, problem.Workspace).Span, solved);
        return new ColumnSkeleton<T>(
            basis.Columns, basis.Skeleton.ToDense(MatrixLayout.ColumnMajor), WithIdentity(z, basis.Columns),
                Kernels<T>.LargestMagnitude(z.Span), basis.Error(problem.Size), choice.SwapCount);
    }

    /// <summary>The coefficients with an identity in the chosen columns, where rounding has left nearly one.</summary>
    public static DenseMatrix<T> WithIdentity(DenseMatrix<T> z, int[] columns)
    {
        for (int i = 0; i < columns.Length; i++)
        {
            Span<T> column = z.Span.Major(columns[i]);
            column.Clear();
            column[i] = T.One;
        }

        return z;
    }
}
