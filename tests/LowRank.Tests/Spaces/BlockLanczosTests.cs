using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Random;
using LowRank.Sketching;
using LowRank.Spaces;
using LowRank.Tall;

namespace LowRank.Tests;

public sealed class BlockLanczosOfSingle : BlockLanczosTests<float>;

public sealed class BlockLanczosOfDouble : BlockLanczosTests<double>;

public sealed class BlockLanczosOfComplex : BlockLanczosTests<Complex>;

/// <summary>The relation QᴴA = T Xᴴ and the orthonormality of Q and X, whatever the spectrum, the block and the restarts.</summary>
public abstract class BlockLanczosTests<T>
    where T : unmanaged, INumberBase<T>
{
    [Fact]
    public void The_relation_holds_after_every_block() => PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        if (c.Min == 0)
        {
            return;
        }

        KnownMatrix<T> known = KnownMatrix<T>.Build(c);
        using Workspace<T> workspace = new();
        BlockLanczos<T> lanczos = Start(known, 1 + (int)(c.Seed % 7), workspace);
        while (!lanczos.IsComplete)
        {
            int before = lanczos.Size;
            Assert.True(lanczos.TryExpand());
            Assert.True(lanczos.Size > before);
            Assert.Equal(lanczos.Size - before, lanczos.Newest.RowCount);
            AssertRelation(known, lanczos);
        }

        // All of A is captured, since Q or X is complete.
        Expect.Close(lanczos.Captured, known.FrobeniusNorm, Expect.Rounding<T>(c.Max, known.FrobeniusNorm), "‖QᴴA‖ at the end");
        known.AssertUnchanged();
    });

    [Fact]
    public void A_restart_keeps_the_relation_and_the_leading_values() => PropertyCheck.Holds(MatrixCases.Larger, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c);
        int block = 1 + (int)(c.Seed % 3);
        using Workspace<T> workspace = new();
        BlockLanczos<T> lanczos = Start(known, block, workspace);
        for (int round = 0; round < 3; round++)
        {
            while (lanczos.Size < (3 * block) + 2 && !lanczos.IsComplete)
            {
                lanczos.TryExpand();
            }

            if (lanczos.IsComplete)
            {
                return;
            }

            ThinSvd<T> square = ThinSvd<T>.Of(lanczos.Projection.AsColumns(0, lanczos.Size));
            int keep = 1 + (int)(c.Seed % (ulong)lanczos.Size);
            lanczos.Compress(keep);
            Assert.Equal(keep, lanczos.Size);
            AssertRelation(known, lanczos);
            double[] kept = ThinSvd<T>.Of(lanczos.Projection).S;
            for (int i = 0; i < keep; i++)
            {
                Expect.AtLeast(kept[i], square.S[i] - Expect.Rounding<T>(c.Max, known.FrobeniusNorm), $"σ_{i} of T after the restart");
            }
        }
    }, tests: 100);

    /// <summary>A Krylov space of an identity has no second block: it must go on in new directions, and find each exactly once.</summary>
    [Fact]
    public void An_exhausted_Krylov_space_goes_on()
    {
        MatrixCase c = new(30, 24, 24, SpectrumFamily.Flat, MatrixLayout.RowMajor, 0, 11);
        KnownMatrix<T> known = KnownMatrix<T>.Build(c, [.. Enumerable.Repeat(1.0, 24)]);
        using Workspace<T> workspace = new();
        BlockLanczos<T> lanczos = Start(known, 5, workspace);
        while (!lanczos.IsComplete)
        {
            lanczos.TryExpand();
            AssertRelation(known, lanczos);
            Expect.Close(lanczos.Captured * lanczos.Captured, lanczos.Size, Expect.Rounding<T>(30, 24), "the directions found");
        }
    }

    /// <summary>X₀ spans the random matrix of the seed, and Q then what A makes of it.</summary>
    [Fact]
    public void It_starts_from_the_sketch_of_its_seed()
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(new(30, 24, 24, SpectrumFamily.Exponential, MatrixLayout.RowMajor, 0, 11));
        using Workspace<T> workspace = new();
        BlockLanczos<T> lanczos = Start(known, 5, workspace);
        DenseMatrix<T> sketch = DenseMatrix.Create<T>(24, 5, MatrixLayout.ColumnMajor);
        new Sketch<T>(SketchKind.Gaussian, 11, RandomStream.Sketch, 5).Fill(sketch, 0);
        Complex[,] omega = Oracle.Of(sketch);
        AssertSpanned(Oracle.Of(lanczos.X), omega, "the sketch");
        lanczos.TryExpand();
        AssertSpanned(Oracle.Of(lanczos.Basis.Local), Oracle.Multiply(known.Entries, omega), "A times the sketch");
    }

    /// <summary>What the probes show belongs to the basis that there is: a restart has mixed it and left directions out.</summary>
    [Fact]
    public void Without_a_norm_the_residual_is_measured_anew_after_a_restart()
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(new(30, 24, 24, SpectrumFamily.Flat, MatrixLayout.RowMajor, 0, 11));
        using Workspace<T> workspace = new();
        BlockLanczos<T> lanczos = Start(known, 4, workspace, isNormKnown: false);
        foreach (int keep in new[] { 12, 3, 3 })
        {
            while (lanczos.Size < 12)
            {
                lanczos.TryExpand();
            }

            AssertResidual(known, lanczos);
            lanczos.Compress(keep);
            AssertResidual(known, lanczos);
        }
    }

    /// <summary>A restart multiplies the bases piece by piece, and the last piece is a short one.</summary>
    [Fact]
    public void A_restart_of_many_rows_keeps_the_relation()
    {
        Complex[,] values = Oracle.Gaussian<T>(Machine.RowsInPlace + 7, 6, 1);
        DenseMatrix<T> a = Oracle.ToMatrix<T>(values);
        using Workspace<T> workspace = new();
        BlockLanczos<T> lanczos = new(a, a.FrobeniusNorm(), 2, 4, new SketchStart(SketchKind.Gaussian, 3), Context, workspace);
        lanczos.TryExpand();
        lanczos.TryExpand();
        lanczos.Compress(3);
        Complex[,] q = Oracle.Of(lanczos.Basis.Local);
        Complex[,] x = Oracle.Of(lanczos.X);
        double rounding = Expect.Rounding<T>(6, values.Norm());
        Expect.Close(
            q.Adjoint().Multiply(values), Oracle.Of(lanczos.Projection).Multiply(x.Adjoint()), rounding, "QᴴA = T Xᴴ");
        Expect.Close(q.Adjoint().Multiply(q), Oracle.Identity(3), Expect.Rounding<T>(6, 1), "QᴴQ");
    }

    private static RunContext Context => new(new TruncatedSvdOptions(), CancellationToken.None);

    private static BlockLanczos<T> Start(KnownMatrix<T> known, int block, Workspace<T> workspace, bool isNormKnown = true) =>
        new(
            known.Matrix, isNormKnown ? known.FrobeniusNorm : null, block, 2 * block,
            new SketchStart(SketchKind.Gaussian, known.Case.Seed), Context, workspace);

    private static void AssertResidual(KnownMatrix<T> known, BlockLanczos<T> lanczos)
    {
        DenseMatrix<T> q = lanczos.Basis.Local.ToDense(MatrixLayout.ColumnMajor);
        Residual expected = PlainProbes<T>.OfBasis(known.Matrix, null, q, double.NaN, known.Case.Seed, Context);
        Residual measured = lanczos.Left;
        Assert.Equal(expected.Method, measured.Method);
        Expect.Close(measured.Norm, expected.Norm, Expect.Rounding<T>(30, expected.Norm), "‖A‖");
        Expect.Close(measured.Squared, expected.Squared, Expect.Rounding<T>(30, 1), "the squared residual");
    }

    private static void AssertSpanned(Complex[,] basis, Complex[,] vectors, string what)
    {
        Complex[,] outside = vectors.Subtract(basis.Multiply(basis.Adjoint().Multiply(vectors)));
        Expect.AtMost(outside.Norm(), Expect.Rounding<T>(30, vectors.Norm()), $"what {what} has outside the basis");
    }

    private static void AssertRelation(KnownMatrix<T> known, BlockLanczos<T> lanczos)
    {
        Complex[,] q = Oracle.Of(lanczos.Basis.Local);
        Complex[,] x = Oracle.Of(lanczos.X);
        Complex[,] t = Oracle.Of(lanczos.Projection);
        double rounding = Expect.Rounding<T>(known.Case.Max, known.FrobeniusNorm);
        Expect.Orthonormal<T>(q, "Q");
        Expect.Orthonormal<T>(x, "X");
        Expect.Close(Oracle.Multiply(Oracle.Adjoint(q), known.Entries), Oracle.Multiply(t, Oracle.Adjoint(x)), rounding, "QᴴA = T Xᴴ");
        Expect.Close(lanczos.Captured, Oracle.Norm(t), rounding, "the captured norm");
    }
}
