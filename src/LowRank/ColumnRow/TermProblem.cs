using System.Numerics;
using LowRank.Approximations;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.ColumnRowProducts;

/// <summary>A product X Y as a sum of terms x_i y_iᵀ of known sizes, and how it is to be approximated.</summary>
/// <param name="X">X, perhaps as the conjugate transpose of what is stored.</param>
/// <param name="Y">Y.</param>
/// <param name="Whole">The sizes of the terms of X Y.</param>
/// <param name="Options">Valid options.</param>
/// <param name="Context">The running call.</param>
/// <param name="Item">Which of several products that share the seed: each has draws of its own.</param>
/// <param name="Control">The control variate, if the options ask for one.</param>
internal sealed record TermProblem<T>(
    Factor<T> X, DenseMatrix<T> Y, TermNorms Whole, ColumnRowOptions Options, RunContext Context, int Item = 0,
    ControlVariate<T>? Control = null)
    where T : unmanaged, INumberBase<T>
{
    /// <summary>The sizes of the terms that are chosen from: others where a control variate takes a part of them off.</summary>
    public TermNorms Norms { get; } =
        Control is null ? Whole : TermNorms.Of(Control.RemainingNorms, Whole.Right, X.Matrix, "y");

    /// <summary>The number of terms l.</summary>
    public int Count => Y.RowCount;

    /// <summary>Whether X Y is Xᴴ X, so that half of it is enough.</summary>
    public bool IsGram => X.IsAdjoint ? Y.IsSameView(X.Matrix) : !Scalar<T>.IsComplex && Y.IsSameView(X.Matrix.Transpose());

    /// <summary>A new n × m matrix for the product, in the layout of X; its content is undefined.</summary>
    public DenseMatrix<T> NewProduct() =>
        DenseMatrix.Uninitialized<T>(X.RowCount, Y.ColumnCount, X.IsAdjoint ? Y.Layout : X.Matrix.Layout);
}
