using System.Collections.Immutable;
using System.Numerics;
using System.Linq.Expressions;
using System.Reflection;

namespace LowRank.Tests;

/// <summary>A public static method that computes something of matrices, found by reflection.</summary>
internal sealed class EntryPoint
{
    // What makes, converts and multiplies matrices, or takes numbers alone, computes no decomposition. Each of these has tests of its own.
    private static readonly string[] NoEntryClasses =
        ["DenseMatrix", "SparseMatrix", "LinearOperator", "KernelSource", "EffectiveRank", "JohnsonLindenstrauss", "LowRankEnvironment"];

    private static readonly Assembly[] Assemblies = [typeof(TruncatedSvd).Assembly, typeof(ProductGradients).Assembly];

    private EntryPoint(MethodInfo method) => Method = method;

    /// <summary>All of them, by their names.</summary>
    public static ImmutableSortedDictionary<string, EntryPoint> All { get; } =
        Assemblies.SelectMany(assembly => assembly.GetExportedTypes())
            .Where(type => type is { IsAbstract: true, IsSealed: true } && !NoEntryClasses.Contains(type.Name))
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => method.IsGenericMethodDefinition)
            .Select(method => new EntryPoint(method))
            .ToImmutableSortedDictionary(entry => entry.Name, entry => entry, StringComparer.Ordinal);

    public MethodInfo Method { get; }

    public ParameterInfo[] Parameters => Method.GetParameters();

    /// <summary>The class, the method and the names of what it takes, with the type where overloads differ in nothing else.</summary>
    public string Name => $"{Method.DeclaringType!.Name}.{Method.Name}({string.Join(", ", Parameters
        .Where(parameter => !parameter.HasDefaultValue).Select(parameter => $"{Word(parameter.ParameterType)} {parameter.Name}"))})";

    /// <summary>The type of the options, if it takes any that report progress.</summary>
    public Type? Options => Parameters.Select(parameter => parameter.ParameterType)
        .SingleOrDefault(type => typeof(LowRankOptions).IsAssignableFrom(type));

    public bool TakesToken => Parameters.Any(parameter => parameter.ParameterType == typeof(CancellationToken));

    /// <summary>The options that differ from the defaults in one choice: one for each value of each enum among them.</summary>
    public IEnumerable<(string Name, LowRankOptions? Options)> Variants()
    {
        yield return ("", null);
        foreach (PropertyInfo choice in (Options?.GetProperties() ?? []).Where(property => property.PropertyType.IsEnum))
        {
            foreach (object value in Enum.GetValues(choice.PropertyType))
            {
                LowRankOptions options = (LowRankOptions)Activator.CreateInstance(Options!)!;
                choice.SetValue(options, value);
                yield return ($" {choice.Name} = {value}", options);
            }
        }
    }

    /// <summary>A call of it for an element type.</summary>
    /// <remarks>A compiled expression and no reflection: a span cannot be boxed, and exceptions come out as they were thrown.</remarks>
    public Func<object?[], object?> Call<T>()
        where T : unmanaged, INumberBase<T>
    {
        MethodInfo method = Method.MakeGenericMethod(typeof(T));
        ParameterExpression arguments = Expression.Parameter(typeof(object?[]));
        IEnumerable<Expression> passed = method.GetParameters().Select((parameter, index) =>
        {
            Expression argument = Expression.ArrayIndex(arguments, Expression.Constant(index));
            return parameter.ParameterType == typeof(ReadOnlySpan<int>)
                ? Expression.Convert(Expression.Convert(argument, typeof(int[])), parameter.ParameterType)
                : Expression.Convert(argument, parameter.ParameterType);
        });
        return Expression.Lambda<Func<object?[], object?>>(
            Expression.Convert(Expression.Call(method, passed), typeof(object)), arguments).Compile();
    }

    public override string ToString() => Name;

    private static string Word(Type type) => type.IsGenericType
        ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Word))}>"
        : type.Name;
}
