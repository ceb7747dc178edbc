using System.Numerics;
using LowRank.Execution;
using LowRank.Matrices;
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

    private static BlockLanczos<T> Start(KnownMatrix<T> known, int block, Workspace<T> workspace) =>
        new(
            known.Matrix, known.FrobeniusNorm, block, 2 * block, new SketchStart(SketchKind.Gaussian, known.Case.Seed),
            new RunContext(new TruncatedSvdOptions(), CancellationToken.None), workspace);

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
