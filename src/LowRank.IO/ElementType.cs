using System.Numerics;

namespace LowRank.IO;

/// <summary>The element types of the library.</summary>
public enum ElementType
{
    Float32,
    Float64,
    Complex128,
}

/// <summary>Work that is written once for all element types.</summary>
public interface IElementAction<out TResult>
{
    TResult Run<T>()
        where T : unmanaged, INumberBase<T>;
}

/// <summary>From an element type known at run time to one known to the compiler, and back.</summary>
public static class ElementTypes
{
    public static TResult Dispatch<TResult>(this ElementType type, IElementAction<TResult> action) => type switch
    {
        ElementType.Float32 => action.Run<float>(),
        ElementType.Float64 => action.Run<double>(),
        _ => action.Run<Complex>(),
    };

    public static ElementType Of<T>()
        where T : unmanaged, INumberBase<T> =>
        typeof(T) == typeof(float) ? ElementType.Float32 : typeof(T) == typeof(double) ? ElementType.Float64 : ElementType.Complex128;

    /// <summary>As NumPy calls it.</summary>
    public static string Name(this ElementType type) => type switch
    {
        ElementType.Float32 => "float32",
        ElementType.Float64 => "float64",
        _ => "complex128",
    };

    public static int Size(this ElementType type) => type switch
    {
        ElementType.Float32 => sizeof(float),
        ElementType.Float64 => sizeof(double),
        _ => 2 * sizeof(double),
    };

    /// <summary>The type that holds the values of both.</summary>
    public static ElementType Common(ElementType a, ElementType b) => a > b ? a : b;
}
