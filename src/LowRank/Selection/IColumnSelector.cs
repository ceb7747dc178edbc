using System.Numerics;

namespace LowRank.Selection;

/// <summary>One way to choose columns. Each stands in <c>Selectors/</c>, and <see cref="ColumnSelectors{T}"/> knows all of them.</summary>
internal interface IColumnSelector<T>
    where T : unmanaged, INumberBase<T>
{
    /// <summary>Whether it stops at an error by itself. Others are only asked for numbers of columns, which
    /// <see cref="Growth"/> doubles.</summary>
    bool StopsAtError => false;

    /// <summary>Whether it looks at the matrix, or only at how many columns there are.</summary>
    bool LooksAtMatrix => true;

    /// <summary>Chooses as many columns as the problem's limit says, or fewer where it stops at an error.</summary>
    Selected<T> Select(SelectionProblem<T> problem);
}

/// <summary>What a selector gives.</summary>
/// <param name="Columns">The columns in the order of their choice.</param>
/// <param name="Basis">The columns with their basis, where the choice has made it anyway and <see cref="SelectionNeed"/> wants it.</param>
/// <param name="BasisConstant">η of the singular vectors that the choice was made from; NaN where there were none.</param>
internal readonly record struct Selected<T>(int[] Columns, SkeletonBasis<T>? Basis = null, double BasisConstant = double.NaN)
    where T : unmanaged, INumberBase<T>;
