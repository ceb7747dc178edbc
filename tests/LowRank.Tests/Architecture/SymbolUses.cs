using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LowRank.Tests;

/// <summary>A file that uses a symbol which another folder declares. Paths begin with the folder.</summary>
internal sealed record SymbolUse(string File, string UsedFolder, string Symbol)
{
    public string Folder => File[..File.IndexOf('/', StringComparison.Ordinal)];
}

/// <summary>Reads off a program's own sources which folder uses what of which other: by symbols, as the compiler binds them.</summary>
/// <remarks>Names, constructors that are called by <c>new()</c>, operators, conversions and indexers count; documentation does not: a
/// docstring may point to where one goes on.</remarks>
internal static class SymbolUses
{
    // What ImplicitUsings gives a library.
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly CSharpParseOptions Language = new(LanguageVersion.CSharp14, DocumentationMode.None);

    private static readonly Lazy<MetadataReference[]> References = new(() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) != "LowRank.dll")
            .Select(path => MetadataReference.CreateFromFile(path))]);

    /// <summary>Binds the sources, whose declarations must be free of errors, and lists the uses across folders, each once.</summary>
    public static IReadOnlyList<SymbolUse> Find(IEnumerable<(string Path, string Text)> sources)
    {
        // The name is that of the library, which LowRank.Interop shows its internals.
        CSharpCompilation compilation = CSharpCompilation.Create(
            "LowRank",
            [.. sources.Append((Path: "", Text: ImplicitUsings)).Select(
                source => CSharpSyntaxTree.ParseText(source.Text, Language, source.Path))],
            References.Value,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
        Diagnostic[] errors = [.. compilation.GetDeclarationDiagnostics().Where(found => found.Severity == DiagnosticSeverity.Error)];
        Assert.True(errors.Length == 0, string.Join('\n', errors.Take(10).Select(found => found.ToString())));
        HashSet<SymbolUse> uses = [];
        foreach (SyntaxTree tree in compilation.SyntaxTrees.Where(tree => tree.FilePath.Length > 0))
        {
            SemanticModel model = compilation.GetSemanticModel(tree);
            string own = FolderOf(tree);
            foreach (SyntaxNode node in tree.GetRoot().DescendantNodes())
            {
                foreach (ISymbol symbol in SymbolsOf(model, node))
                {
                    string[] folders = [.. symbol.OriginalDefinition.DeclaringSyntaxReferences.Select(found => FolderOf(found.SyntaxTree))];
                    if (folders.Length > 0 && !folders.Contains(own))
                    {
                        uses.Add(new SymbolUse(
                            tree.FilePath, folders[0],
                            symbol.OriginalDefinition.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat)));
                    }
                }
            }
        }

        return [.. uses];
    }

    private static string FolderOf(SyntaxTree tree) => tree.FilePath.Split('/')[0];

    // A call or a member access has its symbol at its name, so that these nodes hold all of them, each once.
    private static IEnumerable<ISymbol> SymbolsOf(SemanticModel model, SyntaxNode node)
    {
        if (node is SimpleNameSyntax or ImplicitObjectCreationExpressionSyntax or ConstructorInitializerSyntax or BinaryExpressionSyntax
                or ElementAccessExpressionSyntax
            && model.GetSymbolInfo(node).Symbol is { } named and not INamespaceSymbol)
        {
            yield return named is IMethodSymbol { ReducedFrom: { } extension } ? extension : named;
        }

        // Where a value may be converted on its way: into a parameter, a variable, a result.
        ExpressionSyntax? converted = node switch
        {
            ArgumentSyntax argument => argument.Expression,
            EqualsValueClauseSyntax initializer => initializer.Value,
            AssignmentExpressionSyntax assignment => assignment.Right,
            ArrowExpressionClauseSyntax body => body.Expression,
            ReturnStatementSyntax result => result.Expression,
            CastExpressionSyntax cast => cast.Expression,
            _ => null,
        };
        if (converted is not null && model.GetConversion(converted).MethodSymbol is { } conversion)
        {
            yield return conversion;
        }
    }
}
