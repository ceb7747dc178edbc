using System.Numerics;

namespace LowRank.Tests;

public sealed class SingleSparseSvdTests : SparseSvdTests<float>;

public sealed class DoubleSparseSvdTests : SparseSvdTests<double>;

public sealed class ComplexSparseSvdTests : SparseSvdTests<Complex>;

/// <summary>A sparse matrix gives the decomposition of the dense matrix with its entries, by every method, and is not made dense for
/// it.</summary>
public abstract class SparseSvdTests<T>
    where T : unmanaged, INumberBase<T>
{
    [Fact]
    public void The_decomposition_is_that_of_the_dense_matrix() => Cases.Check(sizes =>
    {
        SparseCase<T> c = new(sizes.M, sizes.N, sizes.Seed);
        SparseMatrix<T> sparse = c.Build(sizes.Seed % 4 / 2);
        DenseMatrix<T> dense = Oracle.ToMatrix<T>(c.Entries, sizes.A.Layout);
        int rank = sizes.K % (Math.Min(sizes.M, sizes.N) + 1);
        double rounding = Expect.Rounding<T>(Math.Max(sizes.M, sizes.N), c.Entries.Norm());
        foreach (TruncatedSvdMethod method in Enum.GetValues<TruncatedSvdMethod>())
        {
            TruncatedSvdOptions options = new() { Method = method };
            TruncatedSvd<T> ofSparse = TruncatedSvd.Compute(sparse, rank, options);
            TruncatedSvd<T> ofDense = TruncatedSvd.Compute(dense, rank, options);
            Assert.Equal(ofDense.Method, ofSparse.Method);
            for (int j = 0; j < rank; j++)
            {
                Expect.Close(ofSparse.SingularValues[j], ofDense.SingularValues[j], rounding, $"σ_{j} by {method}");
            }

            // Whatever the vectors within equal values are, the approximation is as good.
            double error = Oracle.NormOfDifference(c.Entries, Oracle.Of(ofSparse.ToDense()));
            double expected = Oracle.NormOfDifference(c.Entries, Oracle.Of(ofDense.ToDense()));
            Expect.AtMost(error * error, (expected * expected) + (rounding * c.Entries.Norm()), $"the squared error by {method}");
            Expect.Close(ofSparse.Error.ReferenceNorm, c.Entries.Norm(), rounding, "the norm is known");
        }
    });

    /// <summary>60 000 × 40 000 has more entries than one block of memory holds, so that making it dense would throw: a few known
    /// triplets, by rank and by error.</summary>
    [Fact]
    public void A_large_sparse_matrix_is_decomposed_without_being_made_dense()
    {
        // Blocks of ones, c × 1: disjoint, so that they are the triplets, with σ = value · √(area).
        const int Rows = 60_000;
        const int Columns = 40_000;
        List<(int, int, T)> entries = [];
        double[] sigma = new double[6];
        for (int k = 0; k < sigma.Length; k++)
        {
            T value = Oracle.To<T>(Complex.FromPolarCoordinates(1 << (5 - k), k));
            sigma[k] = Complex.Abs(Oracle.Of(value)) * 20;
            for (int i = 0; i < 20; i++)
            {
                for (int j = 0; j < 20; j++)
                {
                    entries.Add(((k * 6000) + (i * 7), (k * 5000) + (j * 11), value));
                }
            }
        }

        // Real numbers keep the real parts of the values, so their order is another.
        Array.Sort(sigma, (left, right) => right.CompareTo(left));
        SparseMatrix<T> a = SparseMatrix.FromTriplets(Rows, Columns, entries);
        foreach ((Truncation truncation, SparseMatrix<T> matrix) in new[] { ((Truncation)4, a.Transpose()),
            (Truncation.RelativeError(1e-2, maxRank: 10), a) })
        {
            TruncatedSvd<T> svd = TruncatedSvd.Compute(matrix, truncation);
            Assert.NotEqual(TruncatedSvdMethod.Full, svd.Method);
            Assert.True(svd.Rank >= 4, $"the rank is {svd.Rank}");
            for (int j = 0; j < 4; j++)
            {
                Expect.Close(svd.SingularValues[j], sigma[j], Expect.Rounding<T>(100, sigma[0]), $"σ_{j} at {truncation}");
            }
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => a.ToDense());
    }
}
