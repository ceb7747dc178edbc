using System.Numerics;
using LowRank.Approximations;
using LowRank.Matrices;

namespace LowRank;

/// <summary>A matrix in factored form, of low rank. It multiplies without being expanded, and is itself an operator.</summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
public abstract class LowRankApproximation<T> : ILinearOperator<T>
    where T : unmanaged, INumberBase<T>
{
    private readonly IFactoredOperator<T> _product;

    private protected LowRankApproximation(IFactoredOperator<T> product, ErrorEstimate error)
    {
        _product = product;
        Error = error;
    }

    /// <summary>The number of rows m.</summary>
    public int RowCount => _product.RowCount;

    /// <summary>The number of columns n.</summary>
    public int ColumnCount => _product.ColumnCount;

    /// <summary>The rank k: the inner dimension of the factors.</summary>
    public int Rank => _product.Rank;

    /// <summary>The error that this run achieved, and how it is known.</summary>
    public ErrorEstimate Error { get; }

    /// <summary>Multiplies the factors out.</summary>
    /// <returns>A new m × n matrix, row-major.</returns>
    /// <remarks>Cost: 2mnk flops and mn elements of memory, which is what the factors save; mostly for checks.</remarks>
    public DenseMatrix<T> ToDense() => _product.ToDense();

    /// <summary>The product of this approximation and a matrix; the factors are applied one after the other.</summary>
    /// <param name="x">An n × p matrix.</param>
    /// <returns>A new m × p matrix in <paramref name="x"/>'s layout.</returns>
    /// <exception cref="ArgumentException"><paramref name="x"/> has other than n rows.</exception>
    /// <remarks>Cost: 2(m + n)kp flops.</remarks>
    public DenseMatrix<T> Multiply(DenseMatrix<T> x) => LinearOperator.Multiply(this, x);

    /// <inheritdoc/>
    public void Multiply(DenseMatrix<T> x, DenseMatrix<T> destination)
    {
        CheckProduct(x, destination, ColumnCount, RowCount);
        _product.Multiply(x, destination);
    }

    /// <inheritdoc/>
    public void MultiplyAdjoint(DenseMatrix<T> x, DenseMatrix<T> destination)
    {
        CheckProduct(x, destination, RowCount, ColumnCount);
        _product.MultiplyAdjoint(x, destination);
    }

    /// <summary>The kind of result, its shape, rank and error.</summary>
    /// <returns>A line such as <c>TruncatedSvd 60000 × 784, rank 50, error 0.2881 relative (ExactIdentity)</c>.</returns>
    public override string ToString() => $"{GetType().Name.Split('`')[0]} {MatrixGuard.Shape(this)}, rank {Rank}, error {Error}";

    private void CheckProduct(DenseMatrix<T> x, DenseMatrix<T> destination, int inner, int outer)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(destination);
        MatrixGuard.HasRows(x, inner, nameof(x), $"the approximation is {MatrixGuard.Shape(this)}");
        MatrixGuard.HasShape(destination, outer, x.ColumnCount, nameof(destination));
        MatrixGuard.DoesNotOverlap(destination, x, nameof(x));
        _product.RefuseOverlap(destination);
    }
}
