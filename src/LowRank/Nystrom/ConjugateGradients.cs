using System.Numerics;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.Nystrom;

/// <summary>
/// Preconditioned conjugate gradients for (A + μI) X = B, every right-hand side with coefficients of its own, all in one product with A
/// (Hestenes and Stiefel 1952).
/// </summary>
internal sealed class ConjugateGradients<T>(
    ILinearOperator<T> a, double regularization, NystromPreconditioner<T>? preconditioner, double tolerance, int maxIterations,
        RunContext context,
    Workspace<T> workspace)
    where T : unmanaged, INumberBase<T>
{
    public RegularizedSolution<T> Solve(DenseMatrix<T> b)
    {
        int p = b.ColumnCount;
        DenseMatrix<T> x = DenseMatrix.Create<T>(b.RowCount, p, MatrixLayout.ColumnMajor);
        DenseMatrix<T> residual = workspace.Rent(b.RowCount, p);
        DenseMatrix<T> direction = workspace.Rent(b.RowCount, p);
        DenseMatrix<T> image = workspace.Rent(b.RowCount, p);
        DenseMatrix<T> preconditioned = preconditioner is null ? residual : workspace.Rent(b.RowCount, p);
        Kernels<T>.Copy(b.Span, residual.Span);
        double[] sizes = Norms(residual);

        // Every right-hand side has norm 1 from here on, so that no square of it overflows or underflows.
        Scale(sizes, residual, isInverse: true);
        preconditioner?.Apply(residual, preconditioned);
        Kernels<T>.Copy(preconditioned.Span, direction.Span);
        double[] products = Inner(residual, preconditioned);
        bool[] isDone = Array.ConvertAll(sizes, size => size == 0);
        int iterations = 0;
        while (iterations < maxIterations && isDone.Contains(false))
        {
            context.Step("conjugate gradients", iterations, maxIterations);
            Apply(direction, image);
            iterations++;
            double[] curvatures = Inner(direction, image);
            double[] norms = Norms(direction);
            for (int j = 0; j < p; j++)
            {
                if (isDone[j])
                {
                    continue;
                }

                if (!(curvatures[j] > 0))
                {
                    PsdGuard.ThrowIndefinite(
                        FormattableString.Invariant($"for some unit vector x, xᴴ(A + μI)x is {curvatures[j] / norms[j] / norms[j]:G3}"),
                            nameof(a));
                }

                T step = Scalar<T>.FromDouble(products[j] / curvatures[j]);
                Add(step, direction.Span.Major(j), x.Span.Major(j));
                Add(-step, image.Span.Major(j), residual.Span.Major(j));
            }

            double[] left = Norms(residual);
            preconditioner?.Apply(residual, preconditioned);
            double[] next = Inner(residual, preconditioned);
            for (int j = 0; j < p; j++)
            {
                isDone[j] |= left[j] <= tolerance;
                if (!isDone[j])
                {
                    T factor = Scalar<T>.FromDouble(next[j] / products[j]);
                    Kernels<T>.ScaleVector(factor, direction.Span.Major(j));
                    Add(T.One, preconditioned.Span.Major(j), direction.Span.Major(j));
                }
                else
                {
                    // A column that is done takes part in the products, but changes nothing.
                    direction.Span.Major(j).Clear();
                }
            }

            products = next;
        }

        Scale(sizes, x, isInverse: false);
        return new RegularizedSolution<T>(x, iterations, TrueResiduals(b, x, residual, image, sizes), !isDone.Contains(false));
    }

    private double[] TrueResiduals(DenseMatrix<T> b, DenseMatrix<T> x, DenseMatrix<T> residual, DenseMatrix<T> image, double[] sizes)
    {
        Apply(x, image);
        Kernels<T>.Copy(b.Span, residual.Span);
        for (int j = 0; j < b.ColumnCount; j++)
        {
            Add(-T.One, image.Span.Major(j), residual.Span.Major(j));
        }

        return [.. Norms(residual).Zip(sizes, (left, size) => size == 0 ? 0 : left / size)];
    }

    /// <summary>image := (A + μI) x.</summary>
    private void Apply(DenseMatrix<T> x, DenseMatrix<T> image)
    {
        a.Multiply(x, image);
        if (a is not DenseMatrix<T>)
        {
            MatrixGuard.FiniteProduct(image, a, nameof(a));
        }

        T shift = Scalar<T>.FromDouble(regularization);
        for (int j = 0; j < x.ColumnCount; j++)
        {
            Add(shift, x.Span.Major(j), image.Span.Major(j));
        }
    }

    private static void Scale(double[] sizes, DenseMatrix<T> columns, bool isInverse)
    {
        for (int j = 0; j < sizes.Length; j++)
        {
            if (sizes[j] > 0)
            {
                Kernels<T>.ScaleVector(Scalar<T>.FromDouble(isInverse ? 1 / sizes[j] : sizes[j]), columns.Span.Major(j));
            }
        }
    }

    private static void Add(T factor, ReadOnlySpan<T> source, Span<T> destination)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] += factor * source[i];
        }
    }

    private static double[] Norms(DenseMatrix<T> columns)
    {
        double[] norms = new double[columns.ColumnCount];
        for (int j = 0; j < norms.Length; j++)
        {
            norms[j] = Kernels<T>.FrobeniusNorm(columns.Span.Columns(j, 1));
        }

        return norms;
    }

    /// <summary>The real parts of xᴴy, column by column; for the pairs here the products are real.</summary>
    private static double[] Inner(DenseMatrix<T> x, DenseMatrix<T> y)
    {
        double[] products = new double[x.ColumnCount];
        for (int j = 0; j < products.Length; j++)
        {
            ReadOnlySpan<T> left = x.Span.Major(j);
            ReadOnlySpan<T> right = y.Span.Major(j);
            double sum = 0;
            for (int i = 0; i < left.Length; i++)
            {
                sum += Scalar<T>.ToDouble(Scalar<T>.Conjugate(left[i]) * right[i]);
            }

            products[j] = sum;
        }

        return products;
    }
}
