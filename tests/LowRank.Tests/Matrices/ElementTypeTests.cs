using System.Numerics;
using System.Numerics.Tensors;
using CommunityToolkit.HighPerformance;

namespace LowRank.Tests;

/// <summary>Anything but float, double and Complex is refused at the door, and the message names the three.</summary>
public sealed class ElementTypeTests
{
    [Fact]
    public void Int_is_refused() => Refused<int>();

    [Fact]
    public void Decimal_is_refused() => Refused<decimal>();

    [Fact]
    public void Half_is_refused() => Refused<Half>();

    private static void Refused<T>()
        where T : unmanaged, INumberBase<T>
    {
        Refused<T>(() => DenseMatrix.Create<T>(2, 2));
        Refused<T>(() => DenseMatrix.Create<T>(0, 0));
        Refused<T>(() => DenseMatrix.FromArray(new T[2, 2]));
        Refused<T>(() => DenseMatrix.Wrap(new T[4], 2, 2));
        Refused<T>(() => DenseMatrix.Wrap(new T[4].AsMemory(), 2, 2));
        Refused<T>(() => DenseMatrix.Wrap(new T[2, 2].AsMemory2D()));
        Refused<T>(() => DenseMatrix.Wrap(Tensor.Create(new T[4], [2, 2])));
        Refused<T>(() => LinearOperator.Create<T>(2, 2, (_, _) => { }, (_, _) => { }));
    }

    private static void Refused<T>(Action action)
    {
        string message = Assert.Throws<NotSupportedException>(action).Message;
        Assert.Contains(typeof(T).FullName!, message, StringComparison.Ordinal);
        Assert.Contains("System.Single", message, StringComparison.Ordinal);
        Assert.Contains("System.Double", message, StringComparison.Ordinal);
        Assert.Contains("System.Numerics.Complex", message, StringComparison.Ordinal);
    }
}
