using System.Numerics;
using LowRank.Approximations;

namespace LowRank.Tests;

public sealed class SingleFactoredProductTests : FactoredProductTests<float>;

public sealed class DoubleFactoredProductTests : FactoredProductTests<double>;

public sealed class ComplexFactoredProductTests : FactoredProductTests<Complex>;

/// <summary>L diag(d) R against the product that is multiplied out; either factor may be kept as its adjoint, and d may be left
/// out.</summary>
public abstract class FactoredProductTests<T>
    where T : unmanaged, INumberBase<T>
{
    [Fact]
    public void It_multiplies_like_the_dense_product() => Cases.Check(sizes =>
    {
        int rank = sizes.K % 8;
        int columns = 1 + (sizes.Seed % 5);
        bool isLeftAdjoint = (sizes.Seed & 1) != 0;
        bool isRightAdjoint = (sizes.Seed & 2) != 0;
        bool hasDiagonal = (sizes.Seed & 4) != 0;
        Complex[,] left = Oracle.Gaussian<T>(sizes.M, rank, sizes.Seed);
        Complex[,] right = Oracle.Gaussian<T>(rank, sizes.N, sizes.Seed + 1);
        Complex[,] x = Oracle.Gaussian<T>(sizes.N, columns, sizes.Seed + 2);
        Complex[,] y = Oracle.Gaussian<T>(sizes.M, columns, sizes.Seed + 3);
        double[] diagonal = [.. Enumerable.Range(0, rank).Select(i => 3.0 - i)];

        Stored<T> storedLeft = new(sizes.A, isLeftAdjoint ? left.Adjoint() : left);
        Stored<T> storedRight = new(sizes.B, isRightAdjoint ? right.Adjoint() : right);
        FactoredProduct<T> product = new(
            new Factor<T>(storedLeft.Matrix, isLeftAdjoint), hasDiagonal
                ? diagonal : null, new Factor<T>(storedRight.Matrix, isRightAdjoint));
        Assert.Equal((sizes.M, sizes.N, rank), (product.RowCount, product.ColumnCount, product.Rank));

        Complex[,] dense = (hasDiagonal ? left.Multiply(Oracle.Diagonal(diagonal)) : left).Multiply(right);
        int size = Math.Max(sizes.M, sizes.N);
        double norm = left.Norm() * right.Norm() * (hasDiagonal ? 5 : 1);
        Expect.Close<T>(Oracle.Of(product.ToDense()), dense, size, norm, "ToDense");

        Stored<T> storedX = new(sizes.C, x);
        Stored<T> destination = Stored<T>.Destination(sizes.A, sizes.M, columns);
        product.Multiply(storedX.Matrix, destination.Matrix);
        Expect.Close<T>(destination.Values, dense.Multiply(x), size, norm * x.Norm(), "L d R x");
        destination.AssertPaddingUntouched();

        Stored<T> storedY = new(sizes.B, y);
        destination = Stored<T>.Destination(sizes.C, sizes.N, columns);
        product.MultiplyAdjoint(storedY.Matrix, destination.Matrix);
        Expect.Close<T>(destination.Values, dense.Adjoint().Multiply(y), size, norm * y.Norm(), "(L d R)ᴴ y");
        destination.AssertPaddingUntouched();

        storedX.AssertUnchanged();
        storedY.AssertUnchanged();
        storedLeft.AssertUnchanged();
        storedRight.AssertUnchanged();
    });
}
