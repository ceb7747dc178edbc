using System.Numerics;
using System.Runtime.CompilerServices;

namespace LowRank.Kernels;

/// <summary>What differs between the three element types in a single number.</summary>
internal static class Scalar<T>
    where T : unmanaged, INumberBase<T>
{
    public static bool IsComplex => typeof(T) == typeof(Complex);

    public static bool IsSingle => typeof(T) == typeof(float);

    /// <summary>The distance from 1 to the next number: 2⁻²³ or 2⁻⁵².</summary>
    public static double Epsilon => IsSingle ? 1.1920928955078125e-7 : 2.220446049250313e-16;

    /// <summary>The smallest number with all its digits: 2⁻¹²⁶ or 2⁻¹⁰²².</summary>
    public static double SmallestNormal => IsSingle ? 1.1754943508222875e-38 : 2.2250738585072014e-308;

    /// <summary>
    /// The share of the largest singular value below which another one counts as rounding, by convention: size · ε for a size of
    /// max(m, n), the error that sums of so many terms may have. In single precision at most 1024 ε: long sums are cut there
    /// (<see cref="Machine.TermsPerSum"/>), Householder QR was seen to leave 3 ε √min(m, n), and of 10⁷ rows not even the largest would
    /// count.
    /// </summary>
    public static double Rounding(long size) => (IsSingle ? Math.Min(size, 1024) : size) * Epsilon;

    /// <summary>1 for real numbers, 2 for complex ones: the β of Gaussian estimators.</summary>
    public static int RealDimension => IsComplex ? 2 : 1;

    public static T FromDouble(double value) => T.CreateTruncating(value);

    public static T Conjugate(T value) =>
        typeof(T) == typeof(Complex) ? As<Complex, T>(Complex.Conjugate(As<T, Complex>(value))) : value;

    public static double Abs(T value)
    {
        if (typeof(T) == typeof(Complex))
        {
            return Complex.Abs(As<T, Complex>(value));
        }

        return Math.Abs(ToDouble(value));
    }

    /// <summary>The number that turns <paramref name="value"/> into |value| by multiplication: its conjugate phase, or its sign.</summary>
    public static T InversePhase(T value)
    {
        double magnitude = Abs(value);
        if (magnitude == 0)
        {
            return T.One;
        }

        if (typeof(T) == typeof(Complex))
        {
            Complex z = As<T, Complex>(value);
            return As<Complex, T>(new Complex(z.Real / magnitude, -z.Imaginary / magnitude));
        }

        return T.IsNegative(value) ? -T.One : T.One;
    }

    /// <summary>The value of a real number, the real part of a complex one.</summary>
    public static double ToDouble(T value)
    {
        if (typeof(T) == typeof(float))
        {
            return As<T, float>(value);
        }

        return typeof(T) == typeof(double) ? As<T, double>(value) : As<T, Complex>(value).Real;
    }

    public static T FromParts(double real, double imaginary) =>
        typeof(T) == typeof(Complex) ? As<Complex, T>(new Complex(real, imaginary)) : FromDouble(real);

    /// <summary>Refuses every element type but the three.</summary>
    public static void EnsureSupported()
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double) && typeof(T) != typeof(Complex))
        {
            throw new NotSupportedException(
                $"The element type {typeof(T)} is not supported. LowRank works with System.Single, System.Double and "
                    + "System.Numerics.Complex.");
        }
    }

    private static TTo As<TFrom, TTo>(TFrom value)
        where TFrom : unmanaged
        where TTo : unmanaged => Unsafe.BitCast<TFrom, TTo>(value);
}
