using System.Runtime.CompilerServices;

namespace LowRank.Execution;

/// <summary>The check that a value of an enumeration is one of those that have a name.</summary>
internal static class Defined
{
    /// <exception cref="ArgumentOutOfRangeException">It is not; the exception has the name of the property or the parameter.</exception>
    public static void Check<TEnum>(TEnum value, [CallerArgumentExpression(nameof(value))] string name = "")
        where TEnum : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            throw new ArgumentOutOfRangeException(name, value, $"There is no such {typeof(TEnum).Name}.");
        }
    }
}
